import { ConfigurationError, type CreationContext } from '@basin/core';
import type { MolecularGraph } from '../graph/molecular-graph.js';
import { fromSmiles } from '../graph/parse-smiles.js';
import { closeRdkitPool, sharedRdkitPool } from '../rdkit/shared-pool.js';

/**
 * The graph of a molecule that an option gives as SMILES, made canonical first so that its aromaticity is RDKit's.
 *
 * @param option - Name of the option, for the message.
 * @throws {ConfigurationError} RDKit does not take the SMILES.
 */
export async function optionMolecule(
  option: string,
  smiles: string,
  context: CreationContext,
): Promise<MolecularGraph> {
  context.onDispose(closeRdkitPool);
  const { canonical, bad } = await sharedRdkitPool(context.workerCount).canonicalise([smiles]);
  const [text] = canonical;
  if (text === undefined) {
    throw new ConfigurationError([{ path: [option], message: `'${smiles}' is no molecule: ${bad[0]?.message ?? ''}` }]);
  }
  return fromSmiles(text);
}
