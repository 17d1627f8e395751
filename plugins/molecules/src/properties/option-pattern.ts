import { z } from 'zod';
import { compileSmarts } from '../smarts/compile-smarts.js';

/** An option that is a SMARTS pattern: text that compiles. Its faults are reported where the text stands. */
export const smartsText = z.string().superRefine((text, context) => {
  try {
    // Planning finds what reading lets pass.
    void compileSmarts(text).quickPlan;
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});
