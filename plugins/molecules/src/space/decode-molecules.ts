import { type BadRow, type Columns, ConfigurationError, type Decoded } from '@basin/core';
import { fromSmiles } from '../graph/parse-smiles.js';
import type { CanonicalForm } from '../rdkit/canonicalise.js';
import type { RdkitBounds, RdkitPool } from '../rdkit/rdkit-pool.js';
import { type MoleculeBatch, moleculeBatch } from './molecule-batch.js';

/**
 * The molecules of a text column. Blanks around a text are dropped; null, blank and refused rows are in `bad`.
 *
 * @throws {ConfigurationError} no such column, or not a text column.
 */
export async function decodeMolecules(
  pool: RdkitPool,
  columns: Columns,
  column: string,
  options: CanonicalForm & RdkitBounds,
): Promise<Decoded<MoleculeBatch>> {
  const texts = textColumn(columns, column).map((text) => text?.trim() ?? '');
  const { canonical, bad } = await pool.canonicalise(texts, options);
  const allBad = [...bad];
  const rows: number[] = [];
  canonical.forEach((smiles, row) => {
    if (smiles === undefined) return;
    const fault = findUnreadable(smiles, row);
    if (fault === undefined) rows.push(row);
    else allBad.push(fault);
  });
  return {
    batch: moleculeBatch(rows.map((row) => canonical[row]!)),
    rows: Int32Array.from(rows),
    bad: allBad.sort((first, second) => first.row - second.row),
  };
}

function textColumn(columns: Columns, name: string): readonly (string | null)[] {
  const column = columns[name];
  if (column === undefined) {
    const present = Object.keys(columns).map((key) => `'${key}'`);
    const list = present.length === 0 ? 'none' : present.join(', ');
    throw new ConfigurationError([
      { message: `the table has no column '${name}'; its columns: ${list}`, path: ['column'] },
    ]);
  }
  if (column.type !== 'text') {
    throw new ConfigurationError([
      { message: `column '${name}' holds ${column.type}; SMILES are text`, path: ['column'] },
    ]);
  }
  return column.values;
}

/** What RDKit accepts and graphs cannot hold is found here, at its row, and not when some energy asks for the graph. */
function findUnreadable(smiles: string, row: number): BadRow | undefined {
  try {
    fromSmiles(smiles);
    return undefined;
  } catch (error) {
    // The text at fault is RDKit's, not the one in the table, and is said to be.
    const reason = error instanceof Error ? error.message : String(error);
    return { row, status: 'invalid', message: `as RDKit writes it: ${reason}` };
  }
}
