/** A value of a record batch that no column can hold. `row` counts from 0 within the rows being read; the table adds file and column. */
export class ColumnFault extends Error {
  readonly row: number;

  constructor(row: number, message: string) {
    super(message);
    this.row = row;
  }
}
