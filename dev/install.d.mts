export function isInstalled(
  wanted: Readonly<Record<string, { integrity?: string; optional?: boolean }>>,
  installed: Readonly<Record<string, { integrity?: string }>>,
): boolean;
