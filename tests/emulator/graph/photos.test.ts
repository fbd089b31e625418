import { describe, expect, it } from 'vitest';
import { LEAST_PERMISSIONS } from '../../../emulator/directory/definition.schema.ts';
import { graphStage, person } from './graph-stage.ts';

/** https://learn.microsoft.com/en-us/graph/api/profilephoto-get */
describe('a photo', () => {
  const stage = graphStage({ permissions: LEAST_PERMISSIONS, people: [person('Ada'), person('Ben')] });
  const [ada, ben] = ['Ada', 'Ben'].map((name) => stage.directory.show(name).id);
  const give = (base64: string, pixels = 240) =>
    stage.directory.photos.put(ada ?? '', { base64, contentType: 'image/png', pixels });

  it('has a tag of its own each time that it is given, and a size', async () => {
    const first = give('AAAA');
    const { body } = await stage.get(`/users/${ada}/photo`);
    expect(body).toEqual({
      '@odata.mediaContentType': 'image/png',
      '@odata.mediaEtag': first.etag,
      ...{ id: '240x240', width: 240, height: 240 },
    });
    expect(give('AAAA').etag).not.toBe(first.etag);
    expect((await stage.get(`/users/${ada}/photos/48x48`)).body).toMatchObject({ id: '48x48', width: 48 });
  });

  it('is not there in a size that is larger, of somebody who has none, or of nobody', async () => {
    give('AAAA');
    const none = { status: 404, code: 'ImageNotFound' };
    expect(await stage.get(`/users/${ada}/photos/648x648`)).toMatchObject(none);
    expect(await stage.get(`/users/${ben}/photo/$value`)).toMatchObject(none);
    stage.directory.photos.remove(ada ?? '');
    expect(await stage.get(`/users/${ada}/photo`)).toMatchObject(none);
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect(await stage.get(`/users/${nobody}/photo`)).toMatchObject({ status: 404, code: 'Request_ResourceNotFound' });
    expect(await stage.get(`/users/${ada}/photos/50x50`)).toMatchObject({ status: 400 });
  });

  it('is nothing for who may not read people', async () => {
    const answer = await stage.get(`/users/${ada}/photo`, { roles: ['Place.Read.All'] });
    expect(answer).toMatchObject({ status: 403, code: 'Authorization_RequestDenied' });
  });
});
