import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MadeCertificate {
  readonly pem: string;
  /** PKCS#8. */
  readonly privateKey: string;
}

interface Wanted {
  readonly name: string;
  /** Negative: it ended so long ago. */
  readonly days: number;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A certificate that vouches for itself. */
export function makeCertificate({ name, days }: Wanted): MadeCertificate {
  const dir = mkdtempSync(join(tmpdir(), 'replyline-certificate-'));
  try {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
    openssl('req', '-new', ...KEY, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', `/O=Example/CN=${name}`);
    openssl('x509', '-req', '-in', 'request.pem', '-signkey', 'key.pem', '-days', String(days), '-out', 'it.pem');
    return {
      pem: readFileSync(join(dir, 'it.pem'), 'utf8'),
      privateKey: readFileSync(join(dir, 'key.pem'), 'utf8'),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
