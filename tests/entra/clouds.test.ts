import { expect, test } from 'vitest';
import { isMicrosoftAuthority } from '../../entra/clouds.ts';

test.each([
  ['https://login.microsoftonline.com', true],
  ['https://login.microsoftonline.us/', true],
  ['https://login.chinacloudapi.cn', true],
  ['https://localhost:9443', false],
  ['https://login.microsoftonline.com.evil.example', false],
])('%s is of Microsoft: %j', (authorityHost, expected) => {
  expect(isMicrosoftAuthority(authorityHost)).toBe(expected);
});
