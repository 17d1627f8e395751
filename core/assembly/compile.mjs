/**
 * Compiles the AssemblyScript beside it to the text that the package is built from: core/src/numerics/<name>-binary.ts.
 * `node core/assembly/compile.mjs` writes the files; with `--check` it only compares, and ends with 1 where one is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import asc from 'assemblyscript/asc';

/** Modules; the other files are parts of them. */
const modules = ['stream-rows', 'mixture', 'dense-form', 'run-sweep'];

// No runtime and no assertions: these modules allocate nothing, and their callers know the sizes.
const flags = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--initialMemory',
  '16',
  '--maximumMemory',
  '16',
];

async function compiled(name) {
  const files = new Map();
  const { error, stderr } = await asc.main([`${name}.ts`, '--outFile', 'module.wasm', ...flags], {
    readFile: (path, base) => readFile(`${base}/${path}`, 'utf8').catch(() => null),
    writeFile: (path, contents) => files.set(path, contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`${name}.ts does not compile:\n${stderr.toString()}`);
  return files.get('module.wasm');
}

function moduleText(name, binary) {
  const text = Buffer.from(binary).toString('base64');
  const lines = text.match(/.{1,110}/g).map((line) => `  '${line}'`);
  const constant = name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
  return (
    `// Made from core/assembly/${name}.ts by \`npm run wasm\`: change it there.\n\n` +
    `/** The WebAssembly of core/assembly/${name}.ts, ${binary.length} bytes, in base 64. */\n` +
    `export const ${constant}Binary =\n${lines.join(' +\n')};\n`
  );
}

process.chdir(import.meta.dirname);
for (const name of modules) {
  const path = `../src/numerics/${name}-binary.ts`;
  const text = moduleText(name, await compiled(name));
  if (!process.argv.includes('--check')) await writeFile(path, text);
  else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    process.stderr.write(`${relative('../..', path)} is stale; run: npm run wasm\n`);
    process.exitCode = 1;
  }
}
