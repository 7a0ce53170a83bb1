import { Logger } from '@nestjs/common';
import type { ClamdAddress } from './clamd-address.js';
import { Clamd } from './clamd.js';
import { NoScanner, type VirusScanner } from './virus-scanner.js';

/** What scans is a choice that nobody should have made without noticing. */
export function scannerOf({ CLAMD: address }: { readonly CLAMD?: ClamdAddress | undefined }): VirusScanner {
  const logger = new Logger('VirusScanner');
  if (address) {
    logger.log('files of replies are scanned for viruses by clamd');
    return new Clamd(address);
  }
  logger.warn('files of replies are not scanned for viruses: CLAMD is not set');
  return new NoScanner();
}
