import { hash } from 'node:crypto';

/** 128 bits in hexadecimal digits: for comparing what is stored with what is wanted, and not for keeping secrets. */
export const fingerprint = (text: string): string => hash('sha1', text, 'hex').slice(0, 32);
