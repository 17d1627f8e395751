import { ConfigurationError, type CreationContext, DesignError, type OptionFault } from '@basin/core';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { fromSmiles } from '../graph/parse-smiles.js';
import { withCheckingPool } from '../rdkit/checking-pool.js';
import type { RdkitPool } from '../rdkit/rdkit-pool.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';

/**
 * The graph of a molecule that an option gives as SMILES, made canonical first so that its aromaticity is RDKit's.
 *
 * @param option - Name of the option, for the message.
 * @throws {ConfigurationError} It is no molecule; the fault is the one of {@link checkOptionMolecule}.
 */
export async function optionMolecule(
  option: string,
  smiles: string,
  context: CreationContext,
): Promise<MolecularGraph> {
  context.onDispose(closeRdkitPool);
  const read = await readMolecule(option, smiles, sharedRdkitPool(context.workerCount));
  if ('message' in read) throw new ConfigurationError([read]);
  return read;
}

/**
 * Why the text of an option is no molecule, if it is none: valences that cannot be, aromatic rings without a Kekulé structure, more
 * atoms than are allowed.
 *
 * @param option - Name of the option, which is the fault's path.
 * @remarks Loads RDKit: 0.2 s, once for all that are checked at the same time.
 */
export async function checkOptionMolecule(option: string, smiles: string): Promise<readonly OptionFault[]> {
  const read = await withCheckingPool((pool) => readMolecule(option, smiles, pool));
  return 'message' in read ? [read] : [];
}

async function readMolecule(option: string, smiles: string, pool: RdkitPool): Promise<MolecularGraph | OptionFault> {
  const { canonical, bad } = await pool.canonicalise([smiles]);
  const [text] = canonical;
  if (text === undefined) return fault(option, smiles, bad[0]?.message ?? 'RDKit refuses it');
  try {
    return fromSmiles(text);
  } catch (error) {
    if (error instanceof DesignError) return fault(option, smiles, error.message);
    throw error;
  }
}

function fault(option: string, smiles: string, reason: string): OptionFault {
  return { path: [option], message: `'${smiles}' is no molecule: ${reason}` };
}
