/** Sets some columns of a matrix [rows, columns] to 0. */
export function zeroColumns(matrix: Float64Array, rows: number, columns: Int32Array): void {
  const width = rows === 0 ? 0 : matrix.length / rows;
  for (const column of columns) {
    for (let row = 0; row < rows; row++) matrix[row * width + column] = 0;
  }
}
