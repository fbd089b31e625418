import { ApiKey } from './api-key.ts';
import { ExamplesVersion } from './examples-version.ts';
import { FieldsVersion } from './fields-version.ts';
import { IntegrationSettingsVersion } from './integration-settings-version.ts';
import { Tenant } from './tenant.ts';

/**
 * Tables with a handful of rows a tenant. All others hold a row for each of many people, and are read and written by
 * whole pages: there an object for each row costs more than the database does.
 */
export const ENTITIES = [Tenant, IntegrationSettingsVersion, FieldsVersion, ExamplesVersion, ApiKey];
