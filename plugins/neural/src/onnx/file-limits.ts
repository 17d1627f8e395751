/** What a model file may hold. What is beyond is refused before memory is taken for it. */
export interface FileLimits {
  /** Bytes of the whole file. */
  readonly bytes: number;
  /** Messages, texts and numbers of the file, raw tensor data not counted: each costs memory of its own. */
  readonly items: number;
  readonly nodes: number;
  /** Numbers of all constants together; they are held as float64. */
  readonly elements: number;
  /** Axes of a tensor. */
  readonly axes: number;
}

/** Far beyond what an energy function needs, and within the memory of a laptop. */
export const fileLimits: FileLimits = {
  bytes: 2 ** 30,
  items: 2 ** 24,
  nodes: 100_000,
  elements: 2 ** 27,
  axes: 16,
};
