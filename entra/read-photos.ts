import { z } from 'zod';
import type { EntraObjectId } from '../sync/ids.ts';
import { MOST_PHOTO_BYTES, type PhotoTag } from '../sync/photo.ts';
import { type BatchAnswer, getBatch } from './batch.ts';
import { EntraError } from './entra-error.ts';
import type { GraphClient } from './graph-client.ts';
import { BATCH_SIZE } from './limits.ts';
import { throwIfThrottled } from './prove-users.ts';

/**
 * Of the sizes that Graph offers, 48 to 648 pixels, the smallest that is sharp where signatures and lists show a photo, at
 * 120 pixels on a screen with two for each (https://learn.microsoft.com/en-us/graph/api/profilephoto-get).
 */
const SIZE = '240x240';

/** https://learn.microsoft.com/en-us/graph/api/resources/profilephoto; a photo of one pixel stands for none. */
const Photo = z.object({
  '@odata.mediaEtag': z.string().min(1),
  width: z.number().nullish().catch(null),
  height: z.number().nullish().catch(null),
});

/**
 * What Graph says of the photos of these people, without their contents (User.Read.All or ProfilePhoto.Read.All). Throws
 * EntraError where it asks to wait, and where nobody's may be read.
 */
export async function readPhotoTags(
  graph: GraphClient,
  ids: readonly EntraObjectId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<EntraObjectId, PhotoTag>> {
  const tags = new Map<EntraObjectId, PhotoTag>();
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const batch = ids.slice(start, start + BATCH_SIZE);
    const answers = await getBatch(
      graph,
      batch.map((id) => `/users/${id}/photo`),
      signal,
    );
    throwIfThrottled(answers);
    if (answers.every(isForbidden)) throw new EntraError('permissionMissing');
    for (const [index, id] of batch.entries()) tags.set(id, tagOf(answers[index]));
  }
  return tags;
}

/** One mailbox may be closed to us by a policy; all of them are not. */
const isForbidden = (answer: BatchAnswer): boolean => answer.kind === 'refused' && answer.code === 'permissionMissing';

function tagOf(answer: BatchAnswer | undefined): PhotoTag {
  if (answer?.kind === 'refused' && answer.foundNothing === true) return { kind: 'none' };
  const { data } = Photo.safeParse(answer?.kind === 'answered' ? answer.body : undefined);
  if (data === undefined) return { kind: 'untold' };
  return data.width === 1 && data.height === 1 ? { kind: 'none' } : { kind: 'photo', etag: data['@odata.mediaEtag'] };
}

/**
 * Somebody's photo: of 240 × 240, else the largest there is, as those have which are kept in Entra or are smaller.
 * `tooLarge`: it was not read to its end. Undefined: there is none. Throws EntraError.
 */
export async function readPhoto(
  graph: GraphClient,
  id: EntraObjectId,
  signal: AbortSignal,
): Promise<Uint8Array | 'tooLarge' | undefined> {
  const sized = await graph.getContent(`/users/${id}/photos/${SIZE}/$value`, signal, MOST_PHOTO_BYTES);
  return sized ?? graph.getContent(`/users/${id}/photo/$value`, signal, MOST_PHOTO_BYTES);
}
