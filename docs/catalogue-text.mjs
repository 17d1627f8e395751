/** What each extension point is, with the page that explains it. */
const introductions = {
  space: ['Spaces', 'What candidates are. See [space](concepts/space.md).'],
  energy: [
    'Energies and properties',
    'What a candidate costs, and numbers about it that an objective makes a cost of. See [energy](concepts/energy.md) and [property](concepts/property.md).',
  ],
  objective: ['Objectives', 'What is wanted of a property. See [objective](concepts/objective.md).'],
  proposal: [
    'Proposals',
    'How candidates are changed: a reversible proposal serves every sampler, a variation the genetic one. See [sampler](concepts/sampler.md).',
  ],
  kernel: ['Kernels', 'One step of a Markov chain. See [kernel](concepts/kernel.md).'],
  sampler: ['Samplers', 'How candidates of low energy are looked for. See [sampler](concepts/sampler.md).'],
  partition: [
    'Partition functions',
    'How ln Z is estimated. See [partition function](concepts/partition-function.md).',
  ],
  encoder: [
    'Encoders',
    'What networks see of a candidate: its coordinates, its sites as zeros and ones, a fingerprint.',
  ],
  trainer: ['Trainers', 'How energies learn from examples. See [training](concepts/training.md).'],
  engine: ['Engines', 'What runs the tensor graphs of networks, and on which device.'],
  format: ['Formats', 'Files that tables are read from and written to. See [step](concepts/step.md).'],
  step: ['Steps', 'What a workflow is made of. See [step](concepts/step.md).'],
};

/**
 * The catalogue as Markdown.
 *
 * @param points - Extension points in the order of the page.
 * @param explained - What `basin explain` knows of each extension.
 */
export function catalogueText(points, explained) {
  const sections = points.map((point) => [point, explained.filter((extension) => extension.point === point)]);
  const blocks = [
    '# Catalogue',
    '<!-- Written by docs/generate-catalogue.mjs: change the code and run `npm run docs`. -->',
    'Everything that is registered, read from the code. `basin explain NAME` shows the same in the terminal.',
    sections
      .map(([point, all]) => `- [${introductions[point][0]}](#${anchor(introductions[point][0])}), ${all.length}`)
      .join('\n'),
    ...sections.flatMap(([point, all]) => sectionBlocks(point, all)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The anchor that a heading gets: lower case, spaces as hyphens, punctuation gone. */
export function anchor(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function sectionBlocks(point, all) {
  const [title, introduction] = introductions[point];
  return [`## ${title}`, introduction, table(['name', 'what'], all.map(linkRow)), ...all.flatMap(extensionBlocks)];
}

function linkRow({ name, point, summary }) {
  return [`[${name}](#${anchor(heading({ name, point }))})`, prose(summary)];
}

/** Names are unique within a point only: `filter` may be a step and a sampler. */
function heading({ name, point }) {
  return `${name} (${point})`;
}

function extensionBlocks(extension) {
  const { plugin, summary, details, properties, reference, example } = extension;
  const facts = { ...properties, plugin: plugin.name };
  return [
    `### ${heading(extension)}`,
    `${prose(summary)}.`,
    ...(details === undefined ? [] : [prose(details)]),
    Object.entries(facts)
      .map(([key, value]) => `${key}: ${prose(value)}`)
      .join(' · '),
    ...optionBlocks(extension),
    `\`\`\`yaml\n${example}\n\`\`\``,
    ...(reference === undefined ? [] : [`Reference: ${prose(reference)}`]),
  ];
}

function optionBlocks({ options }) {
  if (options.length === 0) return ['No options.'];
  const rows = options.map(({ name, type, required, default: preset, description }) => [
    code(name),
    prose(type),
    required
      ? 'required'
      : preset === undefined
        ? ''
        : code(typeof preset === 'string' ? preset : JSON.stringify(preset)),
    prose(description),
  ]);
  return [table(['option', 'type and range', 'default', 'meaning'], rows)];
}

function table(titles, rows) {
  const lines = [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

function code(text) {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

/** Text in which nothing but its own code spans is Markdown. */
function prose(text) {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\*_<>[\]^~]/g, '\\$&')))
    .join('')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');
}
