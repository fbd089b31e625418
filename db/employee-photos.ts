import type { EmployeeId, EntraObjectId, TenantId } from '../sync/ids.ts';
import type { PhotoType } from '../sync/photo.ts';
import type { Tx } from './database.ts';

/** The photo of an employee as it is served. */
export type StoredPhoto = { readonly content: Buffer; readonly contentType: PhotoType; readonly digest: Buffer };

/** Undefined: there is none, or no such employee, or one who was removed. */
export async function readPhoto(tenantId: TenantId, tx: Tx, employeeId: EmployeeId): Promise<StoredPhoto | undefined> {
  const [row] = await tx.query<{ content: Buffer; content_type: PhotoType; digest: Buffer }>(
    `select p.content, p.content_type, p.digest
     from employees e join employee_photos p on p.tenant_id = e.tenant_id and p.employee_id = e.id
     where e.tenant_id = $1 and e.id = $2 and e.status <> 'removed' and p.content is not null`,
    [tenantId, employeeId],
  );
  return row && { content: row.content, contentType: row.content_type, digest: row.digest };
}

/** Whether readPhoto would find one. */
export async function hasPhoto(tenantId: TenantId, tx: Tx, employeeId: EmployeeId): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from employees e join employee_photos p on p.tenant_id = e.tenant_id and p.employee_id = e.id
     where e.tenant_id = $1 and e.id = $2 and e.status <> 'removed' and p.content is not null`,
    [tenantId, employeeId],
  );
  return rows.length > 0;
}

/** An employee whose photo is to be asked about. */
export type PhotoDue = {
  readonly employeeId: EmployeeId;
  readonly entraObjectId: EntraObjectId;
  /** As Graph had it when the photo was last fetched. */
  readonly etag: string | null;
};

/** The next employees who are there and whose photo nobody has asked about for long enough, the newest of them first. */
export async function photosDue(tenantId: TenantId, tx: Tx, at: Date, limit: number): Promise<readonly PhotoDue[]> {
  const rows = await tx.query<{ id: EmployeeId; oid: EntraObjectId; etag: string | null }>(
    `select e.id, e.entra_object_id as oid, p.etag
     from employees e left join employee_photos p on p.tenant_id = e.tenant_id and p.employee_id = e.id
     where e.tenant_id = $1 and e.status in ('active', 'duplicate') and (p.ask_at is null or p.ask_at <= $2)
     order by p.ask_at nulls first, e.id limit $3`,
    [tenantId, at, limit],
  );
  return rows.map(({ id, oid, etag }) => ({ employeeId: id, entraObjectId: oid, etag }));
}

/** What is known of a photo after it was asked about. `photo` undefined: there is none, or it was refused. */
export type PhotoToKeep = {
  readonly employeeId: EmployeeId;
  readonly etag: string | null;
  readonly photo: StoredPhoto | undefined;
  readonly askAt: Date;
};

/** Keeps a photo, or that there is none. Nothing of whoever was erased meanwhile. Safe to repeat. */
export async function keepPhoto(
  tenantId: TenantId,
  tx: Tx,
  { employeeId, etag, photo, askAt }: PhotoToKeep,
): Promise<void> {
  await tx.query(
    `insert into employee_photos (tenant_id, employee_id, etag, content, content_type, digest, ask_at)
     select $1, id, $3, $4, $5, $6, $7 from employees where tenant_id = $1 and id = $2 and erased_at is null for share
     on conflict (tenant_id, employee_id) do update set etag = excluded.etag, content = excluded.content,
       content_type = excluded.content_type, digest = excluded.digest, ask_at = excluded.ask_at`,
    [tenantId, employeeId, etag, photo?.content ?? null, photo?.contentType ?? null, photo?.digest ?? null, askAt],
  );
}

/** Leaves these photos as they are until then. Safe to repeat. */
export async function askLater(tenantId: TenantId, tx: Tx, ids: readonly EmployeeId[], askAt: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `insert into employee_photos (tenant_id, employee_id, ask_at)
     select $1, id, $3 from employees where tenant_id = $1 and id = any($2::uuid[]) and erased_at is null for share
     on conflict (tenant_id, employee_id) do update set ask_at = excluded.ask_at`,
    [tenantId, `{${ids.join(',')}}`, askAt],
  );
}

/** Erases photos of a tenant that wants none any more, at most so many. */
export async function dropPhotos(tenantId: TenantId, tx: Tx, limit: number): Promise<'more' | 'done'> {
  const dropped = await tx.query(
    `delete from employee_photos where ctid = any(array(
       select ctid from employee_photos where tenant_id = $1 limit $2)) returning 1`,
    [tenantId, limit],
  );
  return dropped.length === limit ? 'more' : 'done';
}

/**
 * Notes when the photos of a tenant are looked after next, and what went wrong; null: it wants none.
 */
export async function schedulePhotos(
  tenantId: TenantId,
  tx: Tx,
  nextAt: Date | null,
  error: string | null = null,
): Promise<void> {
  await tx.query('update tenants set photos_next_at = $2, photos_error = $3 where id = $1', [tenantId, nextAt, error]);
}

/** Why the photos of a tenant could not be read the last time, a code of sync/failure.ts; null: they could. */
export async function readPhotosError(tenantId: TenantId, tx: Tx): Promise<string | null> {
  const [row] = await tx.query<{ error: string | null }>('select photos_error as error from tenants where id = $1', [
    tenantId,
  ]);
  return row?.error ?? null;
}
