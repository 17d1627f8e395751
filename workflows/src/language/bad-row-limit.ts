import { z } from 'zod';
import type { BadRowLimit } from './workflow-document.js';

const expected = `limit: expected a share of the rows ('50 %', or 0 to below 1) or a number of rows (1, 2, …)`;

const percentage = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/;

const shareOrCount = z
  .number()
  .refine((limit) => limit >= 0 && (limit < 1 || Number.isInteger(limit)), { error: expected });
const percent = z.string().refine((text) => Number(percentage.exec(text)?.[1]) <= 100, { error: expected });

/** How many rows of a step may be bad, as a file gives it: 0.1, '50 %' or 20. */
export const badRowLimitSchema = z.union([shareOrCount, percent], { error: expected });

/** Shares and counts told apart; 1 is one row, and '100 %' all of them. */
export function badRowLimitOf(limit: z.infer<typeof badRowLimitSchema>): BadRowLimit {
  if (typeof limit === 'string') return { share: Number.parseFloat(limit) / 100 };
  return limit < 1 ? { share: limit } : { count: limit };
}
