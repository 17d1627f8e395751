#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`error: Basin needs Node 20.19 or later; this is ${process.versions.node}\n`);
  process.exit(1);
}
try {
  const { start } = await import('../dist/terminal/start.js');
  await start(process.argv.slice(2));
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write(
    `error: Basin is not built: ${error.message}\nRun npm install, or npm run build, in its folder.\n`,
  );
  process.exitCode = 1;
}
