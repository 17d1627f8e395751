import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  ConfigurationError,
  type ConfigurationFault,
  childrenOf,
  DesignError,
  type EnergyExpression,
  type Reference,
  type Registry,
  type RehearsalCheck,
  type RehearsalContext,
  type SamplingTarget,
} from '@basin/core';
import { energyReferences, isEnergyReference } from '../language/energies-used.js';
import { filesOf } from '../language/energy-files.js';
import { termsWithoutStates } from '../language/energy-terms.js';
import type { FaultList } from '../language/fault-list.js';
import { isWholePath, withPath } from '../language/fault-paths.js';
import type { KnownChecks } from '../language/option-checks.js';
import { definitionOf } from '../language/reading-context.js';
import { resolveExpression } from '../language/resolve-expression.js';
import { referencesWithin, samplerTraits } from '../language/sampler-traits.js';
import { secretNames } from '../language/secret-text.js';
import type { KeyPath, SourcePlaces } from '../language/source-places.js';
import { unlessThrown } from '../language/table-outlines.js';
import type { DocumentStep, ReadWorkflow } from '../language/workflow-document.js';
import { contentHash } from '../plan/content-hash.js';
import { energiesNamed } from '../plan/step-specification.js';
import type { LeafExpression } from './create-energy.js';
import { checkEstimable } from './estimate-partition.js';
import { RunParts } from './run-parts.js';
import type { Workspace } from './workspace.js';

/** What a rehearsal is made with. */
export interface RehearsalSurroundings {
  readonly faults: FaultList;
  readonly registry: Registry;
  readonly places: SourcePlaces;
  readonly workspace: Pick<Workspace, 'folder'>;
  /** What has been rehearsed before without fault. */
  readonly known: KnownChecks;
}

/**
 * Creates every energy of a workflow file and all that its steps will create, evaluates nothing, and reports whatever does not fit
 * the space, the energy, or what a sampler needs of them, each at its place. What is at fault already is left out, and so is what
 * refers to secrets, which are known only to a run. Errors that are no DesignErrors are left to the run too.
 */
export async function rehearseWorkflow(read: ReadWorkflow, surroundings: RehearsalSurroundings): Promise<void> {
  const { space } = read;
  if (space === undefined || surroundings.faults.hasWithin(['space']) || secretNames(space.options).length > 0) return;
  await new WorkflowRehearsal(read, surroundings).perform();
}

/** Thrown where a fault elsewhere, or a secret, explains why something cannot be looked at. */
class ExplainedElsewhere extends Error {}

class WorkflowRehearsal {
  readonly #read: ReadWorkflow;
  readonly #surroundings: RehearsalSurroundings;
  readonly #parts: RunParts;
  readonly #sound = new Map<EnergyExpression, Promise<boolean>>();

  constructor(read: ReadWorkflow, surroundings: RehearsalSurroundings) {
    this.#read = read;
    this.#surroundings = surroundings;
    const { registry, places, workspace } = surroundings;
    // Nothing here works long enough for threads, and partition functions that a run estimates matter to no check.
    this.#parts = new RunParts({ document: read, registry, places, workspace }, 1, {
      estimate: checkEstimable,
      isRehearsal: true,
    });
  }

  async perform(): Promise<void> {
    try {
      // Whole expressions first: where one can be created, so can everything in it.
      for (const expression of [...this.#read.expressions.keys()].reverse()) await this.#isSound(expression);
      for (const step of this.#read.steps) await this.#rehearse(step);
      for (const { reference, path } of this.#read.loose) await this.#rehearseLoose(reference, path);
    } finally {
      await this.#parts.scope.dispose();
    }
  }

  /** Whether an expression can be created; the fault is reported where it cannot. */
  #isSound(expression: EnergyExpression): Promise<boolean> {
    const sound = this.#sound.get(expression) ?? this.#judge(expression);
    this.#sound.set(expression, sound);
    return sound;
  }

  async #judge(expression: EnergyExpression): Promise<boolean> {
    const path = this.#read.expressions.get(expression);
    const children = this.#childrenOf(expression);
    if (path === undefined || children === undefined) return false;
    const error = this.#surroundings.faults.hasWithin(path)
      ? new ExplainedElsewhere()
      : await this.#failureOf(expression);
    if (error === undefined) {
      for (const child of children) this.#markSound(child);
      return true;
    }
    let isOwn = true;
    for (const child of children) if (!(await this.#isSound(child))) isOwn = false;
    if (isOwn) this.#report(error, (fault) => [...path, ...fault]);
    return false;
  }

  /** What is part of something that can be created can be too. */
  #markSound(expression: EnergyExpression): void {
    if (this.#sound.has(expression)) return;
    this.#sound.set(expression, Promise.resolve(true));
    for (const child of this.#childrenOf(expression) ?? []) this.#markSound(child);
  }

  /** What stands directly below; the energy that a name or a training step stands for. Undefined where that is at fault itself. */
  #childrenOf(expression: EnergyExpression): readonly EnergyExpression[] | undefined {
    if (expression.form !== 'named' && expression.form !== 'trained') return childrenOf(expression);
    const meant =
      expression.form === 'named' ? this.#read.energies.get(expression.name) : this.#trainedBy(expression.step);
    return meant === undefined ? undefined : [meant];
  }

  #trainedBy(step: string): EnergyExpression | undefined {
    return this.#read.steps.find(({ name }) => name === step)?.energyExpression;
  }

  /** What creating an expression throws. */
  async #failureOf(expression: EnergyExpression): Promise<unknown> {
    try {
      const resolved = resolveExpression(expression, this.#read);
      if (secretNames(resolved).length > 0) throw new ExplainedElsewhere();
      const key = contentHash(['created', this.#read.space, resolved, ...this.#looksOfFiles(resolved)]);
      const { known } = this.#surroundings;
      if (known.has(key)) return undefined;
      await this.#createSpace();
      if (isLeaf(resolved)) await withPath(leafPath(resolved), () => this.#parts.leaf(resolved));
      if (resolved.form === 'trained' && resolved.as !== undefined) await this.#createOther(resolved, resolved.as);
      await this.#parts.energy(resolved);
      known.add(key);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** What gets parameters that a step has trained for something alike. */
  async #createOther({ label, weight }: EnergyExpression, property: Reference<'energy'>): Promise<void> {
    await withPath(['as', property.name], async () => this.#parts.leaf({ form: 'property', property, label, weight }));
  }

  async #createSpace(): Promise<void> {
    try {
      await this.#parts.space();
    } catch (error) {
      const { space } = this.#read;
      this.#report(error, (path) => ['space', space!.name, ...path]);
      throw new ExplainedElsewhere();
    }
  }

  async #rehearse(step: DocumentStep): Promise<void> {
    const { definition, options, energyExpression } = step;
    if (definition.rehearse === undefined || secretNames(options).length > 0) return;
    if (energyExpression === undefined || !(await this.#isSound(energyExpression))) return;
    const expression = resolveExpression(energyExpression, this.#read);
    const { registry, known } = this.#surroundings;
    const named = energiesNamed(options, this.#read, registry);
    const looks = this.#looksOfFiles([expression, named, options]);
    const facts = [definition.name, options, this.#read.space, expression, named, step.from.length];
    const key = contentHash(['rehearsed', ...facts, ...looks]);
    if (known.has(key)) return;
    const checks = [...definition.rehearse(options, this.#contextOf(step, expression)), ...this.#propertyChecks(step)];
    let passed = true;
    for (const check of checks) if (!(await this.#passes(check, step))) passed = false;
    if (passed) known.add(key);
  }

  /** What the files that energies read look like: one that was sound before may have changed. Nothing where they read none. */
  #looksOfFiles(value: unknown): readonly unknown[] {
    const { registry, workspace } = this.#surroundings;
    const files = energyReferences(value, []).flatMap(({ reference }) => filesOf(reference, registry));
    return files.map((file) => {
      const found = statSync(join(workspace.folder, file), { throwIfNoEntry: false });
      return [file, found?.size ?? null, found?.mtimeMs ?? null];
    });
  }

  /** Properties that the step's options name are created with the step. */
  #propertyChecks({ name, options }: DocumentStep): readonly RehearsalCheck[] {
    const { faults } = this.#surroundings;
    return referencesWithin(options, ['steps', name]).flatMap(({ reference, path }) => {
      if (!isEnergyReference(reference) || faults.hasWithin(path)) return [];
      return [async () => void (await withPath([...path, reference.name], () => this.#parts.property(reference)))];
    });
  }

  /** Properties in options at fault cannot be looked at with their step. */
  async #rehearseLoose(reference: Reference, path: KeyPath): Promise<void> {
    const isUnknowable = !isEnergyReference(reference) || secretNames(reference.options).length > 0;
    if (isUnknowable || this.#surroundings.faults.hasWithin(path)) return;
    try {
      await this.#parts.property(reference);
    } catch (error) {
      this.#report(error, (fault) => [...path, reference.name, ...fault]);
    }
  }

  async #passes(check: RehearsalCheck, step: DocumentStep): Promise<boolean> {
    try {
      await check();
      return true;
    } catch (error) {
      this.#report(error, (path) => this.#stepPath(step, path));
      return false;
    }
  }

  /** Where a fault of a step's options stands; of its energy, where that is written. */
  #stepPath({ name, energyExpression }: DocumentStep, path: KeyPath): KeyPath {
    if (path[0] !== 'energy' || energyExpression === undefined) return ['steps', name, ...path];
    const written = this.#read.expressions.get(this.#written(energyExpression));
    return written ?? ['steps', name, ...path];
  }

  /** The expression that a name stands for. */
  #written(expression: EnergyExpression): EnergyExpression {
    const named = expression.form === 'named' ? this.#read.energies.get(expression.name) : undefined;
    return named === undefined ? expression : this.#written(named);
  }

  #contextOf(step: DocumentStep, expression: EnergyExpression): RehearsalContext {
    const { registry } = this.#surroundings;
    const target = async (): Promise<SamplingTarget<unknown>> => {
      const [space, energy] = [await this.#parts.space(), await this.#parts.energy(expression)];
      const terms = await unlessThrown(() => termsWithoutStates(expression, registry));
      return { space, energy, terms };
    };
    const { name } = step;
    return {
      name,
      inputCount: step.from.length,
      stateColumns: this.#read.stateColumns,
      target,
      samplerTraits: (reference) => samplerTraits(reference, registry),
      checkSampler: async (reference) => {
        await this.#requireUsable(step, reference, 'sampler');
        const sampler = await this.#parts.sampler(name, reference, expression);
        const known = await target();
        await withPath(['steps', name, 'sampler', reference.name], () => sampler.checkTarget?.(known));
      },
      checkPartition: async (reference, beta) => {
        await this.#requireUsable(step, reference, 'method');
        const estimator = await this.#parts.partition(name, reference, expression);
        const { space, energy } = await target();
        await withPath(['steps', name, 'method', reference.name], () =>
          estimator.checkTarget?.({ space, energy, beta }),
        );
      },
      checkTrainer: async (reference, hasTargets) => {
        await this.#requireUsable(step, reference, 'trainer');
        const { targets } = definitionOf(registry, 'trainer', reference.name);
        if (hasTargets !== (targets === 'required')) throw targetFault(reference.name, hasTargets);
        await this.#parts.trainer(name, reference, expression);
      },
    };
  }

  /** @throws {ExplainedElsewhere} The reference is at fault already, or an energy that it names is. */
  async #requireUsable(step: DocumentStep, reference: Reference, option: string): Promise<void> {
    const { faults, registry } = this.#surroundings;
    if (faults.hasWithin(['steps', step.name, option])) throw new ExplainedElsewhere();
    for (const name of Object.keys(energiesNamed(reference, this.#read, registry))) {
      const named = this.#read.energies.get(name);
      if (named !== undefined && !(await this.#isSound(named))) throw new ExplainedElsewhere();
    }
  }

  /** @param place - Of a fault, from its path below what was created. */
  #report(error: unknown, place: (path: KeyPath) => KeyPath): void {
    const { faults } = this.#surroundings;
    for (const { message, path } of faultsOf(error)) {
      faults.atValue(isWholePath(path) ? path : place(path), message);
    }
  }
}

function faultsOf(error: unknown): readonly Pick<ConfigurationFault, 'message' | 'path'>[] {
  if (error instanceof ConfigurationError) return error.faults;
  return error instanceof DesignError ? [{ message: error.message, path: [] }] : [];
}

function targetFault(trainer: string, hasTargets: boolean): ConfigurationError {
  const message = hasTargets
    ? `it has no effect: trainer '${trainer}' predicts nothing`
    : `trainer '${trainer}' needs a column of what it is to predict: target: <column>`;
  return new ConfigurationError([{ path: ['target'], message }]);
}

function isLeaf(expression: EnergyExpression): expression is LeafExpression {
  return expression.form === 'energy' || expression.form === 'property' || expression.form === 'constraint';
}

/** Where the options of a leaf's extension stand, below the leaf. */
function leafPath(leaf: LeafExpression): KeyPath {
  return leaf.form === 'energy' ? ['energy', leaf.energy.name] : [leaf.form, leaf.property.name];
}
