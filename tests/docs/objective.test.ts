import { all, any, type Definition, type ObjectiveDefinition, optionsSchemaOf } from '@basin/core';
import { builtInRegistry } from '@basin/workflows';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../workflows/dist/language/parse-yaml.js';
import { tableRows, yamlBlocks } from './markdown.js';
import { textOf } from './repository.js';

const registry = builtInRegistry();
const page = textOf('docs/concepts/objective.md');

function energyOf(name: string, options: unknown, value: number): number {
  const definition = registry.definition('objective', name) as Definition<'objective'> & ObjectiveDefinition;
  return definition.create(optionsSchemaOf(definition, registry).parse(options)).energy(Float64Array.of(value))[0]!;
}

/** Lines of all tables below a heading, up to the next. */
function section(heading: string): string {
  const [, after = ''] = page.split(`\n${heading}\n`);
  return after.split(/\n#+ /)[0]!;
}

const listed = ['### Penalties', '### Desirabilities'].flatMap((heading) => tableRows(section(heading)));

/** Rows of the first table, with five columns; the second is about what joins scores. */
const nameRows = tableRows(section('## Under other names')).filter((cells) => cells.length === 5);

describe('the page on objectives', () => {
  it('lists every objective once, under its role', () => {
    for (const [heading, role] of [
      ['### Penalties', 'penalty'],
      ['### Desirabilities', 'desirability'],
    ] as const) {
      const names = registry
        .definitions('objective')
        .filter((definition) => (definition as unknown as ObjectiveDefinition).role === role)
        .map(({ name }) => `\`${name}\``);
      expect(tableRows(section(heading)).map(([name]) => name)).toEqual(names);
    }
  });

  it.each(listed)('%s gives the value of the example: %s', (code, _formula, x, shown) => {
    const name = code!.slice(1, -1);
    const definition = registry.definition('objective', name) as Definition<'objective'> & ObjectiveDefinition;
    const energy = energyOf(name, definition.example, Number(x));
    expect(definition.role === 'penalty' ? energy : Math.exp(-energy)).toBeCloseTo(Number(shown), 4);
  });

  it('maps names of other programs to objectives and options that there are', () => {
    for (const [here = '', , reinvent = '', , guacamol = ''] of nameRows) {
      const { options } = registry.definition('objective', here.slice(1, -1));
      // Every objective of the core has an object schema, which knows its keys.
      const { shape } = options as unknown as { readonly shape: object };
      const named = [...`${reinvent} ${guacamol}`.matchAll(/`(\w+)`/g)].map(([, option]) => option);
      expect(Object.keys(shape)).toEqual(expect.arrayContaining(named.filter((name) => name !== 'clipped')));
    }
  });

  it('has the row of every objective that speaks of another program', () => {
    for (const { name, details = '' } of registry.definitions('objective')) {
      const [, reinvent, guacamol] = /REINVENT 4?'?s? ?'(\w+)'|GuacaMol's (\w+)/.exec(details) ?? [];
      if (reinvent === undefined && guacamol === undefined) continue;
      const row = nameRows.find(([here]) => here === `\`${name}\``);
      expect(row?.join(' '), name).toContain(`\`${reinvent ?? guacamol}\``);
    }
  });

  it('joins the desirabilities of the worked example as the code does', async () => {
    const [block = ''] = yamlBlocks(page).map(({ text }) => text);
    const { energies } = parseYaml({ file: 'objective.md', text: block }).value as {
      energies: Record<string, { objective: Record<string, unknown>; weight: number }>;
    };
    const rows = tableRows(section('## A worked example')).map(([name = '', ...cells]) => ({
      name: name.slice(1, -1),
      numbers: cells.map(Number),
    }));
    const terms = rows.slice(0, 2).map(({ name, numbers: [value = Number.NaN] }) => {
      const { objective, weight } = energies[name]!;
      const [[objectiveName, options]] = Object.entries(objective) as [[string, unknown]];
      return { name, weight, energy: { evaluate: () => Float64Array.of(energyOf(objectiveName, options, value)) } };
    });
    const computed: Record<string, number> = {
      ...Object.fromEntries(terms.map(({ name, energy }) => [name, energy.evaluate()[0]!])),
      wanted: (await all(terms).evaluate(undefined))[0]!,
      either: (await any(terms).evaluate(undefined))[0]!,
    };
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(computed));
    for (const { name, numbers } of rows) {
      expect(numbers[1]).toBeCloseTo(Math.exp(-computed[name]!), 4);
      expect(numbers[2]).toBeCloseTo(computed[name]!, 4);
    }
  });
});
