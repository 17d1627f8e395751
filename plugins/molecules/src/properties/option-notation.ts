import { z } from 'zod';
import { fromSmiles } from '../graph/parse-smiles.js';
import { compileSmarts } from '../smarts/compile-smarts.js';

/** An option that is a SMARTS pattern: text that compiles. Its faults are reported where the text stands. */
export const smartsText = checkedText((text) => {
  // Planning finds what reading lets pass.
  void compileSmarts(text).quickPlan;
});

/** An option that is a molecule as SMILES: text that can be read. Whether its valences are right, `checkOptionMolecule` says. */
export const smilesText = checkedText((text) => {
  fromSmiles(text);
});

/** Text that `read` takes without throwing. A secret's place is taken as it is: its value is not there yet. */
function checkedText(read: (text: string) => void): z.ZodType<string> {
  return z
    .string()
    .min(1, { error: 'is empty' })
    .superRefine((text, context) => {
      if (text.includes('${env:')) return;
      try {
        read(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
      }
    });
}
