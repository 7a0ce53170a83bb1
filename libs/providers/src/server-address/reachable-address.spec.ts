import { expect, it } from '@jest/globals';
import { addressesOf } from '../smtp/connect.js';
import { serverAddress } from '../imap/server-address.js';
import { isReachable } from './reachable-address.js';

const LINK_LOCAL = [
  '169.254.169.254',
  '169.254.0.1',
  '::ffff:169.254.169.254',
  'fe80::1',
  '100.100.100.200',
  'fd00:ec2::254',
];
const NEVER = ['0.0.0.0', '224.0.0.1', '255.255.255.255', '::', 'ff02::1', 'no address'];
const ALWAYS = ['127.0.0.1', '10.0.0.5', '192.168.1.1', '203.0.113.7', '::1', '2001:db8::1', 'fd00::5'];

it.each(LINK_LOCAL)('%s is connected to only where the operator allows it', (address) => {
  expect([isReachable(address), isReachable(address, true)]).toEqual([false, true]);
});

it.each(NEVER)('%s is never connected to', (address) => {
  expect([isReachable(address), isReachable(address, true)]).toEqual([false, false]);
});

it.each(ALWAYS)('%s is connected to', (address) => {
  expect(isReachable(address)).toBe(true);
});

it('a name that stands for such an address is refused, and of several addresses only that one', async () => {
  const where = { host: 'mail.example.com', port: 25, timeoutMs: 1_000 };
  const never = new AbortController().signal;
  const named =
    (...addresses: string[]) =>
    () =>
      Promise.resolve(addresses.map((address) => ({ address })));
  await expect(addressesOf(where, never, named('169.254.169.254'))).rejects.toMatchObject({
    code: 'provider.address_not_allowed',
  });
  expect(await addressesOf(where, never, named('169.254.169.254', '10.0.0.5'))).toEqual(['10.0.0.5']);
  const one = () => Promise.resolve({ address: '169.254.169.254' });
  await expect(serverAddress(where.host, false, one)).rejects.toMatchObject({ code: 'mailbox.host_refused' });
});

it('both ways to a server decide so', async () => {
  const where = { host: '169.254.169.254', port: 25, timeoutMs: 1_000 };
  const never = new AbortController().signal;
  await expect(addressesOf(where, never)).rejects.toMatchObject({ code: 'provider.address_not_allowed' });
  expect(await addressesOf({ ...where, allowLinkLocal: true }, never)).toEqual(['169.254.169.254']);
  await expect(serverAddress(where.host)).rejects.toMatchObject({ code: 'mailbox.host_refused' });
  expect(await serverAddress(where.host, true)).toBe('169.254.169.254');
});
