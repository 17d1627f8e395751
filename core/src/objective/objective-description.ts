/** What an objective asks for, said of its options. */
export interface ObjectiveDescription {
  /** As a clause after the property's name: 'at least 0.8', 'between 1 and 3', 'near 2 (± 0.5)', 'as low as possible'. */
  readonly words: string;
  /** The values that it is content with; a missing end is open. Absent where it only knows more and less. */
  readonly wanted?: WantedValues;
}

/**
 * Values from `low` to `high`, ends included: where a penalty costs nothing or a desirability is 1; of bells, everything within one
 * standard deviation; of curves that change gradually, everything with at least half their greatest desirability. So the energy
 * there is never more than ln 2 above its minimum.
 */
export interface WantedValues {
  readonly low?: number;
  readonly high?: number;
}

/** 'at least 0.8'; with a tolerance below, 'at least 0.8, or up to 0.15 below', content with that too. */
export function describeAtLeast(low: number, tolerance = 0): ObjectiveDescription {
  const also = tolerance === 0 ? '' : `, or up to ${numberWords(tolerance)} below`;
  return { words: `at least ${numberWords(low)}${also}`, wanted: { low: low - tolerance } };
}

/** 'at most 5'; with a tolerance above, 'at most 5, or up to 1 above', content with that too. */
export function describeAtMost(high: number, tolerance = 0): ObjectiveDescription {
  const also = tolerance === 0 ? '' : `, or up to ${numberWords(tolerance)} above`;
  return { words: `at most ${numberWords(high)}${also}`, wanted: { high: high + tolerance } };
}

/** 'between 1 and 3'; 'exactly 1' where both ends are the same. */
export function describeBetween(low: number, high: number): ObjectiveDescription {
  const words = low === high ? `exactly ${numberWords(low)}` : `between ${numberWords(low)} and ${numberWords(high)}`;
  return { words, wanted: { low, high } };
}

/** 'near 2 (± 0.5)', content with everything that near. */
export function describeNear(value: number, width: number): ObjectiveDescription {
  return {
    words: `near ${numberWords(value)} (± ${numberWords(width)})`,
    wanted: { low: value - width, high: value + width },
  };
}

/** A number in plain short form, with a true minus: as it was given if that is short, else to four digits. */
export function numberWords(value: number): string {
  // Twelve digits leave out what rounding added: 0.8 − 0.15 is 0.65.
  const given = String(Number(value.toPrecision(12)));
  const text = given.length <= 10 ? given : String(Number(value.toPrecision(4)));
  return text.replaceAll('-', '−');
}
