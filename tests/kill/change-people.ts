import type { Directory } from '../../emulator/directory/directory.ts';
import { guidOfText, mix } from '../../emulator/hash.ts';

/**
 * What happens in a directory between two runs: people leave, are deleted for good, come back, move, are switched off,
 * get another address, join; some join with an address that is somebody's. All of it follows from seed and round, so
 * two directories of the same people stay alike. `left` holds who has left before.
 */
export function changePeople(directory: Directory, left: string[], seed: number, round: number): void {
  const number = (salt: number): number => mix(seed, round, salt);
  const ids = [...directory.ids()];
  const chosen = new Set<string>();
  const somebody = (): string => {
    for (let salt = 0; ; salt++) {
      const id = ids[number(chosen.size * 1_000 + salt) % ids.length] ?? '';
      if (chosen.has(id)) continue;
      chosen.add(id);
      return id;
    }
  };
  const times = (count: number, each: (n: number) => void): void => {
    for (let n = 0; n < count; n++) each(n);
  };
  times(Math.min(3, left.length), () => directory.restore(left.shift() ?? ''));
  times(10, () => {
    const id = somebody();
    directory.leave(id);
    left.push(id);
  });
  times(2, () => directory.purge(somebody()));
  times(15, () => directory.change(somebody(), { properties: { department: `Department ${round}`, jobTitle: null } }));
  times(4, () => directory.change(somebody(), { properties: { accountEnabled: false } }));
  times(3, (n) => {
    const address = `moved.${round}.${n}@${directory.domain}`;
    directory.change(somebody(), { properties: { mail: address, proxyAddresses: [`SMTP:${address}`] } });
  });
  times(8, (n) => {
    const mail = n < 3 ? (directory.show(somebody())['mail'] ?? null) : `joiner.${round}.${n}@${directory.domain}`;
    directory.join({
      properties: {
        id: guidOfText(`joiner/${seed}/${round}/${n}`),
        displayName: `Joiner ${round} ${n}`,
        userPrincipalName: `joiner.${round}.${n}@${directory.domain}`,
        mail,
        proxyAddresses: typeof mail === 'string' ? [`SMTP:${mail}`] : [],
      },
    });
  });
}
