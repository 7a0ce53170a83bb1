/** What is wrong with the certificate of a server; an authority that nobody here knows is what remains. */
type CertificateFault = 'expired' | 'self_signed' | 'wrong_host' | 'rejected';

/** The words of OpenSSL and Node. One certificate may have several faults; they name the first that they find. */
const FAULTS: readonly (readonly [CertificateFault, RegExp])[] = [
  ['expired', /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/],
  ['wrong_host', /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/],
  ['self_signed', /^DEPTH_ZERO_SELF_SIGNED_CERT$/],
  ['rejected', /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ALTNAME/],
];

/** `undefined` for a code that says nothing about a certificate. */
export const certificateFaultOf = (code: string | undefined): CertificateFault | undefined =>
  FAULTS.find(([, words]) => words.test(code ?? ''))?.[0];
