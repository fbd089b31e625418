import { hash } from 'node:crypto';

/** The digest that employees are stored with and compared by: 16 bytes, in hexadecimal digits. No secret depends on it. */
export const fingerprint = (text: string): string => hash('sha1', text, 'hex').slice(0, 32);
