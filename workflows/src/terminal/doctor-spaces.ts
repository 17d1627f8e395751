import {
  type Columns,
  ConfigurationError,
  optionsSchemaOf,
  type Registry,
  randomStream,
  type StateSpace,
  type StateSpaceDefinition,
} from '@basin/core';
import type { DoctorCheck } from './doctor-check.js';
import { formatDuration } from './quantities.js';

/** States that a space is tried with. */
const trialCount = 4;

/**
 * Creates every state space that a plugin offers, with the options of its example, and lets it read states: that starts
 * the engine behind it, as a run would.
 */
export async function checkSpaces(registry: Registry): Promise<DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for (const { definition } of registry.registered('space')) {
    // The registry takes a literal only with the brand of its point, so the point tells the type.
    checks.push(await checkSpace(definition as unknown as StateSpaceDefinition, registry));
  }
  return checks;
}

async function checkSpace(definition: StateSpaceDefinition, registry: Registry): Promise<DoctorCheck> {
  const name = `space ${definition.name}`;
  const disposals: (() => unknown)[] = [];
  const startedAt = performance.now();
  try {
    const options = optionsSchemaOf(definition, registry).parse(definition.example ?? {});
    const context = { workerCount: 1, onDispose: (dispose: () => unknown) => disposals.push(dispose) };
    await tryOut(await definition.create(options, context));
    const seconds = formatDuration((performance.now() - startedAt) / 1000);
    return { name, state: 'good', text: `starts and reads states (${seconds})` };
  } catch (error) {
    const text = `does not work: ${error instanceof Error ? error.message : String(error)}`;
    return { name, state: 'bad', text, advice: 'install its plugin again; if that does not help, tell its authors' };
  } finally {
    for (const dispose of disposals) await dispose();
  }
}

/** Lets a space read back states that it made; one that makes none gets a row to read, good or bad. */
async function tryOut(space: StateSpace<unknown>): Promise<void> {
  const states = await randomStates(space);
  const columns = space.encode(states ?? space.concat([]));
  const { bad } = await space.decode(states === undefined ? oneRow(columns) : columns);
  const broken = bad.find(({ status }) => states !== undefined || status === 'crashed' || status === 'timeout');
  if (broken !== undefined) throw new Error(broken.message);
}

async function randomStates(space: StateSpace<unknown>): Promise<unknown> {
  try {
    return await space.random(randomStream(0, 'doctor'), trialCount);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** One row for columns that have none: 'C', which is methane and cysteine, and zeros. */
function oneRow(columns: Columns): Columns {
  const filled = Object.entries(columns).map(([name, column]) => {
    switch (column.type) {
      case 'text':
        return [name, { type: 'text', values: ['C'] }] as const;
      case 'vector':
        return [name, { ...column, values: new Float64Array(column.width) }] as const;
      case 'bytes':
        return [name, { ...column, values: new Uint8Array(column.width) }] as const;
      case 'int32':
        return [name, { type: 'int32', values: new Int32Array(1) }] as const;
      case 'float64':
        return [name, { type: 'float64', values: new Float64Array(1) }] as const;
      default:
        return [name, { type: column.type, values: new Uint8Array(1) }] as const;
    }
  });
  return Object.fromEntries(filled);
}
