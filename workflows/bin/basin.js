#!/usr/bin/env node
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
