import { randomStream } from '@basin/core';

/** Edge of a shape, and of the four quadrants of the canvas, in pixels. */
const side = 3;
const edge = 2 * side;
/** Colours are channels. */
const channelCount = 2;
/** A painted pixel has this value and an empty one its negative, in standard deviations of the noise that pictures are learned with. */
const brightness = 1.5;
export const dimension = channelCount * edge * edge;

/** What shapes paint, row by row: five pixels each, so that none is likelier than another for its area. */
const masks = {
  plus: [0, 1, 0, 1, 1, 1, 0, 1, 0],
  cross: [1, 0, 1, 0, 1, 0, 1, 0, 1],
  corner: [1, 0, 0, 1, 0, 0, 1, 1, 1],
  tee: [1, 1, 1, 0, 1, 0, 0, 1, 0],
};
const corners = {
  'top left': [0, 0],
  'top right': [0, side],
  'bottom left': [side, 0],
  'bottom right': [side, side],
};

/** What a picture can be told to be, value by value. */
export const attributes = {
  shape: Object.keys(masks),
  position: Object.keys(corners),
  colour: ['red', 'green'],
};

/** Every combination of attributes, and its picture. */
export const combinations = product(attributes).map((labels) => ({
  labels,
  picture: painted(labels.position, (pixel) =>
    masks[labels.shape][pixel] === 1 ? attributes.colour.indexOf(labels.colour) : undefined,
  ),
}));

function product(values) {
  return Object.entries(values).reduce(
    (rows, [name, each]) => rows.flatMap((row) => each.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}

/** A picture with one quadrant painted: each pixel in the channel that `channelOf` names, or empty where it names none. */
function painted(position, channelOf) {
  const picture = new Float64Array(dimension).fill(-brightness);
  const [top, left] = corners[position];
  for (let pixel = 0; pixel < side * side; pixel++) {
    const channel = channelOf(pixel);
    if (channel === undefined) continue;
    const row = top + Math.floor(pixel / side);
    picture[(channel * edge + row) * edge + left + (pixel % side)] = brightness;
  }
  return picture;
}

/** What the nearest picture of any combination shows, by least squares: the judge. */
export function nearestLabels(picture) {
  let best;
  let least = Number.POSITIVE_INFINITY;
  for (const { labels, picture: other } of combinations) {
    let squares = 0;
    for (let i = 0; i < dimension && squares < least; i++) squares += (picture[i] - other[i]) ** 2;
    if (squares >= least) continue;
    least = squares;
    best = labels;
  }
  return best;
}

const pictured = new Set(combinations.map(({ picture }) => picture.join()));

/**
 * Examples of one concept and of nothing else: whatever the concept leaves open is random. Without a shape every pixel of a quadrant
 * is painted or not, without a colour every painted pixel has its own. None of them is the picture of a combination: those that
 * happen to be one are drawn again.
 *
 * @param concept - A value by its attribute: `{ colour: 'red' }`.
 * @returns [count, dimension], without noise.
 */
export function examplesOf(concept, count, seed) {
  const rng = randomStream(seed, `examples of ${JSON.stringify(concept)}`);
  const batch = new Float64Array(count * dimension);
  for (let row = 0; row < count; ) {
    const position = concept.position ?? attributes.position[rng.integer(attributes.position.length)];
    const isPainted = concept.shape === undefined ? () => rng.integer(2) : (pixel) => masks[concept.shape][pixel];
    const channel = () =>
      concept.colour === undefined ? rng.integer(channelCount) : attributes.colour.indexOf(concept.colour);
    const picture = painted(position, (pixel) => (isPainted(pixel) === 1 ? channel() : undefined));
    if (pictured.has(picture.join())) continue;
    batch.set(picture, row++ * dimension);
  }
  return batch;
}
