import { createPrivateKey } from 'node:crypto';
import { dkimBinding, DkimKeyDocument, type DkimKey, type SendingProfile } from '@replyline/contracts';
import { signed, type DkimSigner } from '@replyline/mail';
import { Documents } from '@replyline/messaging';
import { open } from '@replyline/sealing';
import { Injectable } from '@nestjs/common';
import { Means } from '../means.js';

/**
 * Signs mail of built-in profiles (RFC 6376), with a relay as well: who has made a key wants his domain signed, and a
 * relay that signs too adds to it. Corporate servers and Microsoft sign as their own admins decide.
 */
@Injectable()
export class SignMail {
  private readonly opened = new WeakMap<DkimKey, DkimSigner>();

  constructor(
    private readonly documents: Documents,
    private readonly means: Means,
  ) {}

  /**
   * With the key of the From domain as it is now, so that the signature aligns (RFC 7489 §3.1.1); as it is where that
   * domain has none. Throws `seal.not_ours`: unsigned mail of a domain that signs is taken for a forgery.
   */
  by(profile: SendingProfile, fromAddress: string, content: Buffer): Buffer {
    const key = profile.kind === 'built-in' ? this.keyOf(domainOf(fromAddress)) : undefined;
    return key ? signed(content, this.signer(key)) : content;
  }

  private keyOf(domain: string): DkimKey | undefined {
    return this.documents.all(DkimKeyDocument).find((key) => key.domain === domain);
  }

  /** Opened once for each document that arrives. */
  private signer(key: DkimKey): DkimSigner {
    const known = this.opened.get(key);
    if (known) return known;
    const { domain, selector } = key;
    const privateKey = createPrivateKey(open(key.privateKey, dkimBinding(key), this.means.secrets));
    const signer = { domain, selector, privateKey };
    this.opened.set(key, signer);
    return signer;
  }
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
