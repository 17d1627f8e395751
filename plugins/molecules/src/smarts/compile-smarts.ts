import { basicWord, elementMask } from './atom-fields.js';
import { clauseFrequency } from './atom-frequency.js';
import type { AtomTest, ClauseConditions, MatchPlan, RecursivePattern } from './match-plan.js';
import { type Clause, maximumClauseCount, normalForm, wordsOf } from './normal-form.js';
import { parseSmarts } from './parse-smarts.js';
import { type ShapeRule, shapeAcrossDative, shapeOf } from './pattern-shape.js';
import { type PlanParts, planInWrittenOrder, planMatch } from './plan-match.js';
import { SmartsSyntaxError } from './smarts-syntax-error.js';
import type { SmartsTree } from './smarts-tree.js';

/** A compiled SMARTS. Keep it: compiling costs some hundred times what matching does, and happens at the first match. */
export interface SmartsPattern {
  readonly text: string;
  readonly atomCount: number;
  /** [atoms], atom map numbers, 0 none. */
  readonly mapNumbers: readonly number[];
  /** From the rarest atom: whether, and how often. */
  readonly quickPlan: MatchPlan;
  /** From the pattern's first atom: which atoms begin it. */
  readonly firstAtomPlan: MatchPlan;
  /** In written order: the matches themselves. */
  readonly writtenPlan: MatchPlan;
  /** The same pattern for graphs with dative bonds. */
  readonly acrossDative: SmartsPattern;
}

/**
 * Reads a SMARTS (see `parseSmarts` for the language). What it is matched by is made when it is first matched, so that tables
 * of patterns cost little until they are used.
 * @throws {SmartsSyntaxError} what cannot be read.
 */
export function compileSmarts(text: string): SmartsPattern {
  return new LazyPattern(parseSmarts(text), shapeOf);
}

/** Makes each plan once. A getter may throw a SmartsSyntaxError: see `partsOf`. */
class LazyPattern implements SmartsPattern {
  readonly #tree: SmartsTree;
  readonly #shapeRule: ShapeRule;
  #parts: PlanParts | undefined;
  #quick: MatchPlan | undefined;
  #first: MatchPlan | undefined;
  #written: MatchPlan | undefined;

  #acrossDative: SmartsPattern | undefined;

  constructor(tree: SmartsTree, shapeRule: ShapeRule) {
    this.#tree = tree;
    this.#shapeRule = shapeRule;
  }

  get text(): string {
    return this.#tree.text;
  }

  get atomCount(): number {
    return this.#tree.atoms.length;
  }

  get mapNumbers(): readonly number[] {
    return this.#tree.mapNumbers;
  }

  get quickPlan(): MatchPlan {
    this.#quick ??= planMatch(this.#partsOnce());
    return this.#quick;
  }

  get firstAtomPlan(): MatchPlan {
    this.#first ??= planMatch(this.#partsOnce(), 0);
    return this.#first;
  }

  get writtenPlan(): MatchPlan {
    this.#written ??= planInWrittenOrder(this.#partsOnce());
    return this.#written;
  }

  get acrossDative(): SmartsPattern {
    this.#acrossDative ??= new LazyPattern(this.#tree, shapeAcrossDative);
    return this.#acrossDative;
  }

  #partsOnce(): PlanParts {
    this.#parts ??= partsOf(this.#tree, this.#shapeRule);
    return this.#parts;
  }
}

function partsOf(written: SmartsTree, shapeRule: ShapeRule): PlanParts {
  const shape = shapeRule(written);
  const tree = { ...written, bonds: shape.bonds };
  const clauses = tree.atoms.map((expression, atom) => {
    const form = normalForm(expression);
    if (form === undefined) {
      throw new SmartsSyntaxError(tree.text, 0, `atom ${atom + 1} has more than ${maximumClauseCount} alternatives,`);
    }
    return form.map((clause) => sharpen(clause, shape.forbidden[atom]!));
  });
  return {
    tree,
    tests: clauses.map((form) => atomTest(form, shapeRule)),
    frequency: clauses.map((form) => form.reduce((sum, clause) => sum + clauseFrequency(clause), 0)),
    elementNeeds: clauses.map(allowedElements),
    cyclomaticNumber: shape.cyclomaticNumber,
    neededWords: clauses.flat().reduce((words, clause) => words | wordsOf(clause), 0),
  };
}

function sharpen(clause: Clause, forbidden: readonly number[]): Clause {
  return { ...clause, forbidden: clause.forbidden.map((mask, word) => mask | forbidden[word]!) };
}

function atomTest(clauses: readonly Clause[], shapeRule: ShapeRule): AtomTest {
  return {
    clauseCount: clauses.length,
    forbidden: Int32Array.from(clauses.flatMap(({ forbidden }) => forbidden)),
    conditions: clauses.map((clause) => conditionsOf(clause, shapeRule)),
  };
}

function conditionsOf({ residuals, recursions }: Clause, shapeRule: ShapeRule): ClauseConditions | undefined {
  if (residuals.length === 0 && recursions.length === 0) return undefined;
  const tests = recursions.map(({ tree, isNegated }) => ({ pattern: recursivePattern(tree, shapeRule), isNegated }));
  return { residuals, recursions: tests };
}

function allowedElements(clauses: readonly Clause[]): number {
  return clauses.reduce((kinds, { forbidden }) => kinds | (elementMask & ~forbidden[basicWord]!), 0);
}

/** Recursive patterns by rule and text; past the limit new ones are no longer shared, so that memory stays bounded. */
const recursivePatterns: ReadonlyMap<ShapeRule, Map<string, RecursivePattern>> = new Map([
  [shapeOf, new Map<string, RecursivePattern>()],
  [shapeAcrossDative, new Map<string, RecursivePattern>()],
]);
const sharedPatternLimit = 2048;

function recursivePattern(tree: SmartsTree, shapeRule: ShapeRule): RecursivePattern {
  const patterns = recursivePatterns.get(shapeRule)!;
  const known = patterns.get(tree.text);
  if (known !== undefined) return known;
  const pattern = { plan: planMatch(partsOf(tree, shapeRule), 0), memo: new Uint8Array(0), owner: undefined };
  if (patterns.size < sharedPatternLimit) patterns.set(tree.text, pattern);
  return pattern;
}
