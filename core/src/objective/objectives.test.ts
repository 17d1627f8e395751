import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Objective } from './objective.js';
import type { ObjectiveDefinition } from './objective-definition.js';

/*
 * What holds for every objective of this folder. The literals are found by their brand, so that none can be forgotten.
 */
const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
const modules: Record<string, unknown>[] = await Promise.all(files.map((name) => import(new URL(name, folder).href)));
const definitions = modules
  .flatMap((module) => Object.values(module))
  .filter((value): value is ObjectiveDefinition => (value as { $$type?: string } | null)?.$$type === 'basin/objective');

const inf = Number.POSITIVE_INFINITY;

function create(definition: ObjectiveDefinition, change: object = {}): Objective {
  const schema = definition.options as z.ZodType<unknown>;
  return definition.create(schema.parse({ ...(definition.example as object), ...change }));
}

function numbersIn(options: unknown): number[] {
  if (typeof options === 'number') return [options];
  return typeof options === 'object' && options !== null ? Object.values(options).flatMap(numbersIn) : [];
}

/** Values that cover everything the example speaks of, and as much on both sides. */
function grid(definition: ObjectiveDefinition): { values: Float64Array; span: number } {
  const numbers = numbersIn(definition.example);
  const low = Math.min(...numbers);
  const span = Math.max(1, Math.max(...numbers) - low);
  const values = Float64Array.from({ length: 601 }, (_, i) => low - span + (3 * span * (i + Math.SQRT1_2)) / 601);
  return { values, span };
}

it('finds the objectives', () => {
  expect(definitions.length).toBeGreaterThanOrEqual(29);
  expect(new Set(definitions.map(({ name }) => name)).size).toBe(definitions.length);
});

const cases = definitions.map((definition) => [definition.name, definition] as const);

describe.each(cases)('%s', (_, definition) => {
  const { values, span } = grid(definition);
  const floors = definition.role === 'desirability' ? [0, 0.05, 1e-20] : [undefined];

  it.each(floors)('has the derivative that differences of its energy give (floor %s)', (floor) => {
    const objective = create(definition, floor === undefined ? {} : { floor });
    const h = 1e-5 * span;
    const before = objective.energy(values.map((x) => x - h));
    const here = objective.energy(values);
    const after = objective.energy(values.map((x) => x + h));
    const derivative = objective.derivative(values);
    let compared = 0;
    for (let i = 0; i < values.length; i++) {
      if (here[i] === inf) {
        expect(derivative[i]).toBe(0);
        continue;
      }
      const left = (here[i]! - before[i]!) / h;
      const right = (after[i]! - here[i]!) / h;
      const scale = 1 / span + Math.abs(left) + Math.abs(right);
      // A kink or a jump lies between: only the one-sided differences know, and they do not agree.
      if (!(Math.abs(left - right) < 0.02 * scale)) continue;
      compared++;
      expect(Math.abs((left + right) / 2 - derivative[i]!)).toBeLessThan(1e-4 * scale);
    }
    const finite = here.filter((energy) => energy !== inf).length;
    expect(compared).toBeGreaterThanOrEqual(0.9 * finite);
    expect(compared).toBeGreaterThan(0);
  });

  it('keeps NaN, takes infinities, and has a finite derivative everywhere', () => {
    const objective = create(definition);
    expect(objective.energy(Float64Array.of(Number.NaN))[0]).toBeNaN();
    expect(objective.derivative(Float64Array.of(Number.NaN))[0]).toBeNaN();
    const extremes = Float64Array.of(
      -inf,
      -1e308,
      -5e-324,
      -0,
      0,
      5e-324,
      1e-300,
      1e308,
      inf,
      ...numbersIn(definition.example),
    );
    for (const energy of objective.energy(extremes)) expect(energy).not.toBeNaN();
    for (const slope of objective.derivative(extremes)) expect(Math.abs(slope)).toBeLessThan(inf);
  });

  it('is elementwise, and leaves its input alone', () => {
    const objective = create(definition);
    const input = values.slice();
    const together = objective.energy(input);
    expect(input).toEqual(values);
    expect(together).not.toBe(input);
    expect(Float64Array.from(values, (x) => objective.energy(Float64Array.of(x))[0]!)).toEqual(together);
    expect(objective.energy(new Float64Array(0))).toHaveLength(0);
    expect(objective.derivative(new Float64Array(0))).toHaveLength(0);
  });

  it('refuses options that it does not have', () => {
    expect(() => create(definition, { steepnes: 1 })).toThrow('steepnes');
  });

  if (definition.role === 'desirability') {
    it('has energies ≥ 0, and a floor that mixes into e^(−E)', () => {
      const plain = create(definition).energy(values);
      const raised = create(definition, { floor: 0.05 }).energy(values);
      for (let i = 0; i < values.length; i++) {
        expect(plain[i]).toBeGreaterThanOrEqual(0);
        expect(raised[i]).toBeCloseTo(-Math.log(0.05 + 0.95 * Math.exp(-plain[i]!)), 12);
      }
      expect(() => create(definition, { floor: 1 })).toThrow('floor');
    });
  }
});

describe('a composition of desirabilities', () => {
  it('has e^(−Σ w E) equal to the product of d^w', () => {
    const weights = [0.5, 1, 2];
    const find = (name: string) => definitions.find((definition) => definition.name === name)!;
    const parts: [Objective, (x: number) => number][] = [
      [create(find('sigmoid'), { low: 1, high: 3, steepness: 0.25 }), (x) => 1 / (1 + 10 ** (-1.25 * (x - 2)))],
      [create(find('gaussian'), { mean: 2, sigma: 1.5 }), (x) => Math.exp(-((x - 2) ** 2) / 4.5)],
      [create(find('linear'), { slope: 0.25, floor: 0.1 }), (x) => 0.1 + 0.9 * Math.min(1, Math.max(0, x / 4))],
    ];
    const values = Float64Array.from({ length: 41 }, (_, i) => -1 + i * 0.15);
    const energies = parts.map(([objective]) => objective.energy(values));
    values.forEach((x, row) => {
      const energy = weights.reduce((sum, weight, i) => sum + weight * energies[i]![row]!, 0);
      const product = weights.reduce((result, weight, i) => result * parts[i]![1](x) ** weight, 1);
      expect(Math.exp(-energy) / product).toBeCloseTo(1, 12);
    });
  });
});
