import initRDKitModule, { type Log, type MainModule, type Mol } from '@rdkit/rdkit';
import { compileRdkit } from './compile-rdkit.js';
import { reasonFromLog } from './parse-reason.js';
import { type CompiledModule, webAssembly } from './web-assembly.js';

/** One instance of RDKit, silent, with the log of its errors. Not safe against hostile texts: see `guard.ts`. */
export interface Rdkit {
  readonly module: MainModule;
  readonly log: Log;
}

/**
 * A new instance with a memory of its own: about 140 ms with compiling, 20 ms without.
 *
 * @param compiled - From {@link compileRdkit}; compiled anew without it.
 */
export async function loadRdkit(compiled?: CompiledModule): Promise<Rdkit> {
  const binary = compiled ?? (await compileRdkit());
  const module = await initRDKitModule.default({
    print: ignoreLine,
    printErr: ignoreLine,
    instantiateWasm: (imports: object, receive: (instance: object) => void) => {
      receive(new webAssembly.Instance(binary, imports));
      return {};
    },
  });
  return { module, log: captureErrors(module) };
}

function ignoreLine(): void {}

function captureErrors(module: MainModule): Log {
  module.disable_logging();
  const log = module.set_log_capture('rdApp.error');
  if (log === null) throw new Error('RDKit has no error log to capture');
  return log;
}

/**
 * Hands the molecule of a SMILES to `use` and frees it afterwards. Sanitised as by RDKit's `MolFromSmiles` with its
 * defaults: explicit hydrogens become implicit, except isotopes and those that carry meaning.
 *
 * @returns Why RDKit refuses the SMILES, or undefined when `use` ran.
 * @throws whatever a dying instance throws; it must not be used again.
 */
export function withMolecule(rdkit: Rdkit, smiles: string, use: (molecule: Mol) => void): string | undefined {
  rdkit.log.clear_buffer();
  const molecule = rdkit.module.get_mol(smiles, parseOptions(smiles));
  if (molecule === null) return reasonFromLog(rdkit.log.get_buffer());
  try {
    use(molecule);
  } finally {
    molecule.delete();
  }
  return undefined;
}

const hydrogenAtom = /\[\d*H/;

/** Looking for hydrogens to remove takes a fifth of parsing and changes nothing where none is written as an atom. */
function parseOptions(smiles: string): string {
  return hydrogenAtom.test(smiles) ? '{}' : '{"removeHs":false}';
}
