/** A server for one machine: all four services in one process, stored in PostgreSQL. Ports are of the loopback. */
export type ServerPlaces = {
  readonly database: { readonly host: string; readonly port: number; readonly user: string; readonly password: string };
  readonly services: Readonly<Record<Service, ServicePorts>>;
  readonly httpPort: number;
  readonly dynamicConfigFile: string;
};

export const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
export type Service = (typeof SERVICES)[number];
export type ServicePorts = { readonly grpc: number; readonly membership: number };

export const DATABASES = { default: 'temporal', visibility: 'temporal_visibility' } as const;

/** Fixed by the first start of a database for as long as it lives. */
const HISTORY_SHARDS = 64;
/** A pool; there is one in each service for each database. Under load 57 connections were seen with 20. */
const MAX_CONNECTIONS = { default: 20, visibility: 10 } as const;

const HOST = '127.0.0.1';

/**
 * What cmd/server reads; JSON is YAML.
 * https://docs.temporal.io/references/configuration
 */
export function serverConfig({ database, services, httpPort, dynamicConfigFile }: ServerPlaces): object {
  const frontend = `${HOST}:${services.frontend.grpc}`;
  const store = (name: keyof typeof DATABASES) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName: DATABASES[name],
      connectAddr: `${database.host}:${database.port}`,
      connectProtocol: 'tcp',
      user: database.user,
      password: database.password,
      maxConns: MAX_CONNECTIONS[name],
      maxIdleConns: MAX_CONNECTIONS[name],
      maxConnLifetime: '1h',
    },
  });
  const service = (name: Service) => ({
    rpc: {
      grpcPort: services[name].grpc,
      membershipPort: services[name].membership,
      bindOnIP: HOST,
      ...(name === 'frontend' && { httpPort }),
    },
  });
  const off = { state: 'disabled' };
  return {
    log: { stdout: true, level: 'info' },
    persistence: {
      numHistoryShards: HISTORY_SHARDS,
      defaultStore: 'default',
      visibilityStore: 'visibility',
      datastores: { default: store('default'), visibility: store('visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: HOST } },
    services: Object.fromEntries(SERVICES.map((name) => [name, service(name)])),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: frontend,
          httpAddress: `${HOST}:${httpPort}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: off, visibility: off },
    publicClient: { hostPort: frontend },
    dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '10s' },
  };
}

/** What operators are asked to set (docs/operations.md), and nothing else: what is measured is what they get. */
export const DYNAMIC_CONFIG = {
  'matching.enableFairness': [{ value: true }],
  'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute': [{ value: 2 }],
} as const;
