import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const CLONE = join(import.meta.dirname, '..', '..');

export type Complaint = { readonly rule: string; readonly said: string };

/** Lints files that stand in a folder of their own as they would stand in the project: each path, what is complained of. */
export async function lintFiles(files: Readonly<Record<string, string>>): Promise<Map<string, Complaint[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-lint-'));
  try {
    for (const path of ['oxlint.config.ts', 'tsconfig.json', 'package.json', 'dev/import-rules.ts']) {
      cpSync(join(CLONE, path), join(folder, path));
    }
    symlinkSync(join(CLONE, 'node_modules'), join(folder, 'node_modules'), 'dir');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return complaintsIn(await runOxlint(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runOxlint(folder: string): Promise<string> {
  const program = join(CLONE, 'node_modules', 'oxlint', 'bin', 'oxlint');
  return new Promise((resolve, reject) => {
    const args = [program, '--type-aware', '--deny-warnings', '--format', 'json'];
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (_, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`oxlint said no JSON:\n${stdout}${stderr}`));
    });
  });
}

type Answer = { diagnostics: { code?: string; message: string; help?: string; filename: string }[] };

function complaintsIn(json: string): Map<string, Complaint[]> {
  const complaints = new Map<string, Complaint[]>();
  // The format of oxlint's JSON; a test that finds no complaint where one must be would notice another one.
  for (const { code = '', message, help = '', filename } of (JSON.parse(json) as Answer).diagnostics) {
    const known = complaints.get(filename) ?? [];
    complaints.set(filename, [...known, { rule: code, said: `${message} ${help}` }]);
  }
  return complaints;
}
