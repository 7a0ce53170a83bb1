import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Files of a throw-away authority and of the one server it vouches for. */
export interface Certificates {
  /** Trust this one: PEM text, as `tls.connect` takes it. */
  readonly ca: string;
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

const NAMES = 'subjectAltName=DNS:localhost,DNS:mail.example.test,IP:127.0.0.1';
/** A month: less than what clients call too long, more than a stack is kept without `--fresh`. */
const VALIDITY = ['-days', '30'];
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** What is wrong with the certificate of the server, for tests of whoever has to notice. */
export type CertificateFlaw = 'expired' | 'self-signed' | 'wrong-host';

/** Makes the certificates, or takes those that an earlier start left in the folder and that are still valid. */
export function makeCertificates(dir: string, flaw?: CertificateFlaw): Certificates {
  const at = (name: string) => join(resolve(dir), name);
  const files = { caFile: at('ca.pem'), certificateFile: at('server.pem'), keyFile: at('server.key') };
  if (!isValid(files.certificateFile)) issue(resolve(dir), flaw);
  return { ...files, ca: readFileSync(files.caFile, 'utf8') };
}

/** Made aside and moved in place: what an interrupted start leaves is not taken for certificates. */
function issue(dir: string, flaw: CertificateFlaw | undefined): void {
  const fresh = `${dir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: fresh, stdio: 'pipe' });
  const authority = ['-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Replyline throw-away CA'];
  openssl('req', '-x509', ...NEW_KEY, ...VALIDITY, ...authority, '-addext', 'keyUsage=critical,keyCertSign');
  openssl('req', ...NEW_KEY, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
  const names = flaw === 'wrong-host' ? 'subjectAltName=DNS:elsewhere.test' : NAMES;
  writeFileSync(join(fresh, 'names'), `${names}\nextendedKeyUsage=serverAuth,clientAuth\n`);
  const byItself = ['-signkey', 'server.key'];
  const byAuthority = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  const signer = [...(flaw === 'self-signed' ? byItself : byAuthority), '-extfile', 'names'];
  const validity = flaw === 'expired' ? ['-days', '-1'] : VALIDITY;
  openssl('x509', '-req', '-in', 'server.csr', ...signer, ...validity, '-out', 'server.pem');
  rmSync(join(fresh, 'ca.key'));
  rmSync(dir, { recursive: true, force: true });
  renameSync(fresh, dir);
}

function isValid(certificateFile: string): boolean {
  if (!existsSync(certificateFile)) return false;
  try {
    execFileSync('openssl', ['x509', '-in', certificateFile, '-noout', '-checkend', '86400'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
