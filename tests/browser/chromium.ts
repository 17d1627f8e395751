import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Keeps to the page under test: no updates, no telemetry, no sandbox that a container cannot give. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws {Error} There is no Chromium; says how to get one. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.BASIN_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `the browser tests need Chromium at ${executablePath}: install Debian's package 'chromium', or set BASIN_CHROMIUM to its path`,
    );
  }
  return chromium.launch({ executablePath, args: flags });
}
