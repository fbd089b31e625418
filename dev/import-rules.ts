/**
 * Who may import whom, and why not (the picture is in docs/architecture.md). oxlint.config.ts makes lint rules of it,
 * and tests/lint proves each of them with a wrong file.
 */
export type Ban = {
  /** Folders of this project; `config` is config.ts. */
  readonly folders?: readonly Folder[];
  readonly packages?: readonly Package[];
  readonly because: string;
  /** `import type` is allowed: nothing of it is there when the program runs. */
  readonly typesAllowed?: true;
};

export const FOLDERS = [
  ...(['sync', 'workflows', 'activities', 'entra', 'db', 'temporal'] as const),
  ...(['api', 'worker', 'cli', 'emulator', 'dev'] as const),
] as const;
export type RuledFolder = (typeof FOLDERS)[number];
export type Folder = RuledFolder | 'temporal, but its contract' | 'config';

/** Regular expressions of package names. */
export const PACKAGES = {
  node: 'node:.+|(assert|buffer|child_process|cluster|crypto|dgram|dns|events|fs|http|http2|https|module|net|os|path|perf_hooks|process|readline|stream|timers|tls|url|util|v8|vm|worker_threads|zlib)(/.+)?',
  zod: 'zod(/.+)?',
  temporal: '@temporalio/.+',
  temporalClient: '@temporalio/(client|envconfig)(/.+)?',
  temporalWorker: '@temporalio/(worker|testing)(/.+)?',
  temporalActivity: '@temporalio/activity(/.+)?',
  temporalWorkflow: '@temporalio/workflow(/.+)?',
  sql: '@mikro-orm/.+|(kysely|pg)(/.+)?',
  orm: '@mikro-orm/.+',
  http: 'hono(/.+)?|@hono/.+',
  graph: '(@azure|@microsoft)/.+|openid-client(/.+)?',
} as const;
export type Package = keyof typeof PACKAGES;

const onlyDb = 'Only db/ knows how data is stored: ask a function of db/ that takes the tenant first.';
const onlyEntra = 'Only entra/ knows Microsoft Graph and sign-in: ask a function of entra/.';
const onlyApi = 'HTTP ends in api/: what stands below it can be used without a web server.';
const onlyMains = 'Settings are read once, by the main file of a process, and passed on as values.';
const notTheTop = 'Processes are put together of such parts; a part that knows its process can be used in no other.';
const neverEmulator = 'The emulator stands in for Entra, over the network only: the product must not know of it.';

export const IMPORT_RULES: Readonly<Record<RuledFolder, readonly Ban[]>> = {
  sync: [
    {
      folders: [
        'workflows',
        'activities',
        'entra',
        'db',
        'temporal',
        'api',
        'worker',
        'cli',
        'emulator',
        'dev',
        'config',
      ],
      because: 'sync/ decides and touches nothing: whatever it must know comes in as a parameter.',
    },
    {
      packages: ['node', 'temporal', 'sql', 'http', 'graph'],
      because:
        'sync/ is pure: no clock, no file, no network. The same rules run in a worker, in the API and in tables of tests.',
    },
  ],
  workflows: [
    {
      folders: ['activities'],
      because:
        'An activity that is imported by value would be bundled with the workflow: workflows know only its type.',
      typesAllowed: true,
    },
    {
      folders: ['entra', 'db', 'temporal, but its contract', 'api', 'worker', 'cli', 'emulator', 'dev', 'config'],
      packages: ['node', 'zod', 'temporalClient', 'temporalWorker', 'temporalActivity', 'sql', 'http', 'graph'],
      because:
        'Workflow code is replayed: only sync/, temporal/contract and @temporalio/workflow answer alike each time.',
    },
  ],
  activities: [
    { folders: ['workflows', 'api', 'worker', 'cli', 'dev'], because: notTheTop },
    { folders: ['emulator'], because: neverEmulator },
    { folders: ['config'], because: onlyMains },
    {
      folders: ['temporal, but its contract'],
      packages: ['temporalClient', 'temporalWorker', 'temporalWorkflow'],
      because: 'An activity does one thing and reports: asking Temporal for more is the workflow’s part.',
    },
    { packages: ['sql'], because: onlyDb },
    { packages: ['graph'], because: onlyEntra },
    { packages: ['http'], because: onlyApi },
  ],
  entra: [
    {
      folders: ['workflows', 'activities', 'db', 'temporal', 'api', 'worker', 'cli', 'dev'],
      packages: ['temporal', 'sql', 'http'],
      because:
        'entra/ knows Microsoft and nothing else of ours but the words of sync/: it asks, translates and answers.',
    },
    { folders: ['emulator'], because: neverEmulator },
    { folders: ['config'], because: onlyMains },
  ],
  db: [
    {
      folders: ['workflows', 'activities', 'entra', 'temporal', 'api', 'worker', 'cli', 'dev'],
      packages: ['temporal', 'http', 'graph'],
      because: 'db/ stores and finds what it is given: it knows the words of sync/, PostgreSQL, and nothing else.',
    },
    { folders: ['emulator'], because: neverEmulator },
    { folders: ['config'], because: onlyMains },
  ],
  temporal: [
    {
      folders: ['workflows'],
      because: 'The code of a workflow runs in its sandbox only: whoever starts one knows its type.',
      typesAllowed: true,
    },
    {
      folders: ['activities', 'entra', 'db', 'api', 'worker', 'cli', 'dev'],
      packages: ['temporalWorker', 'temporalActivity', 'sql', 'http', 'graph'],
      because: 'temporal/ says how Temporal is reached, for everybody alike: it must not bring anybody’s work with it.',
    },
    { folders: ['emulator'], because: neverEmulator },
    { folders: ['config'], because: onlyMains },
  ],
  api: [
    {
      folders: ['workflows', 'activities', 'worker'],
      because: 'The API asks and answers; what a sync does is asked for through temporal/ and done by the worker.',
    },
    { folders: ['cli', 'dev'], because: notTheTop },
    { folders: ['emulator'], because: neverEmulator },
    {
      packages: ['temporal'],
      because: 'The API asks Temporal through temporal/ only, so that each message is sent in one way.',
      typesAllowed: true,
    },
    { packages: ['sql'], because: onlyDb },
    { packages: ['graph'], because: onlyEntra },
  ],
  worker: [
    {
      folders: ['workflows'],
      because: 'The worker hands the path of workflows/ to Temporal: their code must never run outside the sandbox.',
    },
    { folders: ['api', 'cli', 'dev'], because: notTheTop },
    { folders: ['emulator'], because: neverEmulator },
    { packages: ['sql'], because: onlyDb },
    { packages: ['graph'], because: onlyEntra },
    { packages: ['http'], because: onlyApi },
  ],
  cli: [
    {
      folders: ['sync', 'workflows', 'activities', 'entra', 'db', 'worker'],
      packages: ['temporalActivity', 'temporalWorkflow', 'sql', 'graph'],
      because: 'The command asks over HTTP like any other client: what it can do, the API can do.',
    },
    {
      folders: ['api'],
      because: 'The command may know the shapes of the API’s answers, and none of its code.',
      typesAllowed: true,
    },
    { folders: ['dev'], because: notTheTop },
    { folders: ['emulator'], because: neverEmulator },
    {
      folders: ['config'],
      because: 'The command has settings of its own (cli/settings.ts) and none of the product’s secrets.',
    },
  ],
  emulator: [
    {
      folders: ['sync', 'workflows', 'activities', 'entra', 'db', 'temporal', 'api', 'worker', 'cli', 'dev', 'config'],
      packages: ['temporal', 'sql', 'graph'],
      because: 'The emulator shares no code with the product: else the product would be tested against itself.',
    },
  ],
  dev: [
    {
      folders: ['sync', 'workflows', 'activities', 'entra', 'db', 'temporal', 'api', 'worker', 'cli', 'emulator'],
      packages: ['temporal', 'orm', 'http', 'graph'],
      because: 'dev/ starts the others as processes, as an operator does: so what works here works there.',
    },
  ],
};

/** Files of a folder for which more holds than for the others, and the other way round. */
export const SPECIAL_FILES: Partial<
  Record<RuledFolder, { readonly files: string; readonly inside: readonly Ban[]; readonly outside: readonly Ban[] }>
> = {
  sync: {
    files: '*.schema.ts',
    inside: [],
    outside: [
      {
        packages: ['zod'],
        because: 'zod reads what comes from outside, in *.schema.ts; elsewhere in sync/ its types are enough.',
        typesAllowed: true,
      },
    ],
  },
  temporal: {
    files: 'contract.ts',
    inside: [
      {
        packages: ['temporalClient', 'node', 'zod'],
        because: 'The contract is a part of the workflow bundle: it holds names and shapes, and reaches nobody.',
      },
    ],
    outside: [
      {
        packages: ['temporalWorkflow'],
        because:
          '@temporalio/workflow lives in the sandbox of workflows; signals and queries are defined in the contract.',
      },
    ],
  },
};

/** Folders of api/pages that hold what pages are made of; the others hold one page each, or one subject. */
export const PARTS_OF_PAGES = ['addresses', 'assets', 'forms', 'frame', 'lists', 'words'] as const;
export const PARTS_KNOW_NO_PAGE =
  'Every page is made of these parts: a part that knows a page brings it along to all others, and stands with that page.';
