/** What the messaging layer, the retry schedule and a reader do with something that failed this way. */
export type Disposition = 'retry' | 'park' | 'discard';

interface Entry {
  readonly title: string;
  /** The next thing a person should do, in the imperative. */
  readonly remediation: string;
  readonly disposition: Disposition;
  /** The status of an HTTP answer that ends this way (RFC 9110 §15). */
  readonly status: number;
}

const catalogue = <const T extends Record<string, Entry>>(entries: T): T => entries;

/** Every expected failure. A code is `<area>.<condition>`, is never reused, and has a page in `docs/errors`. */
export const ERRORS = catalogue({
  'access.denied': {
    title: 'The caller may not do this',
    remediation: 'Call with a token whose roles allow it, or ask a member or a Server Admin.',
    disposition: 'discard',
    status: 403,
  },
  'access.unauthenticated': {
    title: 'The request carries no valid token',
    remediation: 'Send "Authorization: Bearer <JWT>" with an unexpired token of the configured issuer and audience.',
    disposition: 'discard',
    status: 401,
  },
  'account.app_missing': {
    title: 'The Azure integration is not configured',
    remediation:
      'A Server Admin registers an application in the Azure portal and saves it with PUT /v1/microsoft-app; link after that.',
    disposition: 'park',
    status: 409,
  },
  'account.app_refused': {
    title: 'Microsoft does not accept the Azure integration',
    remediation:
      'Compare Tenant ID, Client ID and Client Secret with the Azure portal, make a new secret if it expired, and save them.',
    disposition: 'park',
    status: 422,
  },
  'account.in_use': {
    title: 'A linked account is in use',
    remediation: 'Change the sending profile or reply mailbox that is named, then unlink the account.',
    disposition: 'park',
    status: 409,
  },
  'account.link_expired': {
    title: 'This attempt to link an account is over',
    remediation: 'Begin again where you began it: a link is good for one use, for ten minutes, in one browser.',
    disposition: 'discard',
    status: 400,
  },
  'account.link_refused': {
    title: 'Microsoft did not link the account',
    remediation:
      'Begin again and accept what is asked for; where consent of an administrator is required, have it granted first.',
    disposition: 'discard',
    status: 400,
  },
  'account.needs_linking': {
    title: 'A linked account has to be linked again',
    remediation: 'Link it again with its owner signed in: Microsoft no longer accepts what we hold of it.',
    disposition: 'park',
    status: 409,
  },
  'account.public_url_missing': {
    title: 'The service does not know the address under which people reach it',
    remediation:
      'Set PUBLIC_URL of the config service and register <PUBLIC_URL>/v1/linked-accounts/callback with Azure.',
    disposition: 'park',
    status: 409,
  },
  'account.unknown': {
    title: 'There is no such linked account',
    remediation: 'Link a Microsoft account first, then name its id; a user names his own.',
    disposition: 'park',
    status: 422,
  },
  'attachment.changed': {
    title: 'A file is not the one that was announced',
    remediation:
      'Compare size, SHA-256 and media type of the object with the request, then ask for the mail again with what is there.',
    disposition: 'discard',
    status: 409,
  },
  'attachment.missing': {
    title: 'A file of a mail is not there',
    remediation:
      'Put the object into the bucket of the publisher under the name in the request; the mail is tried again by itself.',
    disposition: 'retry',
    status: 409,
  },
  'certificate.expired': {
    title: 'The certificate has ended',
    remediation: 'Have the certificate renewed by whoever issued it, and upload the new one.',
    disposition: 'discard',
    status: 422,
  },
  'certificate.in_use': {
    title: 'A client certificate is in use',
    remediation: 'Have the sending profile that is named show another certificate or none, then delete this one.',
    disposition: 'discard',
    status: 409,
  },
  'certificate.key_refused': {
    title: 'The private key cannot be used',
    remediation:
      'Give the private key of this very certificate in PEM (PKCS#8, PKCS#1 or EC) and without a passphrase.',
    disposition: 'discard',
    status: 422,
  },
  'certificate.unknown': {
    title: 'There is no such client certificate',
    remediation: 'Upload the client certificate with its private key first, and name its id.',
    disposition: 'park',
    status: 422,
  },
  'certificate.unreadable': {
    title: 'This is no certificate',
    remediation: 'Upload the certificate alone in PEM: a text that begins with -----BEGIN CERTIFICATE-----.',
    disposition: 'discard',
    status: 422,
  },
  'configuration.invalid': {
    title: 'The environment of the service is not valid',
    remediation: 'Correct the variables that are named; .env.example lists each with its meaning.',
    disposition: 'park',
    status: 500,
  },
  'contract.event_too_large': {
    title: 'An event is larger than 256 KB',
    remediation: 'Send less text, or send large content by reference.',
    disposition: 'park',
    status: 413,
  },
  'contract.foreign_source': {
    title: 'An event comes from somebody who may not say it',
    remediation: 'Publish it from the service that owns it; libs/contracts names the publishers of each event.',
    disposition: 'park',
    status: 422,
  },
  'contract.foreign_subject': {
    title: 'An event travels on a subject that is not its own',
    remediation: 'Publish on <type>.<lane>.<publisher> with the lane of the data and the publisher of the source.',
    disposition: 'park',
    status: 422,
  },
  'contract.invalid_event': {
    title: 'An event does not match its contract',
    remediation:
      'Correct the fields that are named, as docs/events.md and libs/contracts/schemas say, then publish it again under a new id.',
    disposition: 'park',
    status: 422,
  },
  'conversation.not_a_member': {
    title: 'Somebody who is named is not a member of the conversation',
    remediation: 'Make the user a member first, or correct the paths that are named. Nothing was stored.',
    disposition: 'discard',
    status: 422,
  },
  'conversation.unknown_user': {
    title: 'The directory does not have somebody who is named',
    remediation: 'Create the user in the config service, or correct the paths that are named. Nothing was stored.',
    disposition: 'discard',
    status: 422,
  },
  'delivery.expired': {
    title: 'The time of the notification ran out before it was sent',
    remediation: 'Look at the attempts for what held it up; ask for it again if it is still wanted.',
    disposition: 'discard',
    status: 410,
  },
  'delivery.not_in_inbox': {
    title: 'The server has taken the mail, and it is in no inbox yet',
    remediation:
      'Look into the spam folder, then for its Message-ID in the log of the mail server; whoever receives it may have to allow this server, and a From address that is real helps.',
    disposition: 'discard',
    status: 422,
  },
  'delivery.not_resendable': {
    title: 'Only a delivery that failed or whose outcome is unknown can be sent again',
    remediation:
      'Read its state; wait when it is still being tried. What was suppressed, skipped or refused by a rule, has expired or was cancelled has to be asked for anew.',
    disposition: 'discard',
    status: 409,
  },
  'delivery.recipient_suppressed': {
    title: 'Its address is suppressed by now, so it is not sent there again',
    remediation:
      'GET /v1/suppressions?address= says why. After a complaint leave it so. Else have the mailbox put right and lift it with DELETE /v1/suppressions/{id}; then resend. Where the address is wrong, correct it and ask for the notification again.',
    disposition: 'discard',
    status: 409,
  },
  'delivery.words_purged': {
    title: 'The words of this mail were sensitive and are gone',
    remediation: 'Ask its publisher for a new one, for instance for a new one-time password; it is a new request.',
    disposition: 'discard',
    status: 409,
  },
  'dkim.dns_failed': {
    title: 'DNS did not say whether the record is there',
    remediation:
      'Try again in a minute; if it lasts, look at the name servers of the domain and at DNS_SERVERS of config.',
    disposition: 'retry',
    status: 503,
  },
  'dkim.record_missing': {
    title: 'DNS has no record of this key',
    remediation:
      'Publish the TXT record that GET /v1/dkim-keys/{id} shows, wait until DNS serves it, and activate the key again.',
    disposition: 'park',
    status: 422,
  },
  'dkim.record_wrong': {
    title: 'DNS has another record in place of this key',
    remediation:
      'Compare the TXT record letter by letter with the one that GET /v1/dkim-keys/{id} shows, and leave only that one.',
    disposition: 'park',
    status: 422,
  },
  'event.no_consumer': {
    title: 'The consumer of this event does not exist any more',
    remediation: 'Discard it, or run the version of the service that still has the consumer and redrive it there.',
    disposition: 'discard',
    status: 422,
  },
  'event.not_handled': {
    title: 'The event could still not be handled',
    remediation:
      'Read the dead letter: its reason is the one of this time. Remove the cause and redrive it again, or discard it.',
    disposition: 'discard',
    status: 422,
  },
  'intent.address_unusable': {
    title: 'The reply-to address cannot carry a reply token',
    remediation: 'Use an address whose local part has at most 23 characters and no "+".',
    disposition: 'discard',
    status: 422,
  },
  'lease.lost': {
    title: 'Another replica has taken over',
    remediation: 'Nothing: the other replica goes on. Where it happens often, look for a process that freezes.',
    disposition: 'retry',
    status: 503,
  },
  'mail.not_replayable': {
    title: 'A mail cannot be decided again',
    remediation:
      'It was posted, its owner decided about it, nothing of it was kept, or its mailbox was removed (because): set that mailbox up again, or ask its writer to answer again where it is needed.',
    disposition: 'discard',
    status: 409,
  },
  'mail.unreadable': {
    title: 'A message cannot be read',
    remediation:
      'Look at the raw message that was kept; when a person wrote it, ask them to send it again as plain text.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.archive_refused': {
    title: 'The mail server refuses to archive mail',
    remediation:
      'Check the quota of the account, and that it may make, open and empty its folders, or switch the archive off (archive: null).',
    disposition: 'park',
    status: 422,
  },
  'mailbox.certificate_expired': {
    title: 'The certificate of the IMAP server has expired or is not valid yet',
    remediation: 'Have whoever runs the server renew its certificate, and check the clock of this machine.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.certificate_rejected': {
    title: 'The authority behind the certificate of the IMAP server is not known here',
    remediation:
      'Upload the certificate of its authority under /v1/certificates, or have the server send its whole chain.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.certificate_self_signed': {
    title: 'The certificate of the IMAP server is signed by itself',
    remediation:
      'Upload this very certificate under /v1/certificates if you know it to be right, or have the server get one from an authority.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.certificate_wrong_host': {
    title: 'The certificate of the IMAP server belongs to another host name',
    remediation:
      'Use the host name that the certificate is made for, or have the server get one for the name that is set.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.connection_lost': {
    title: 'The connection to the mail server was lost',
    remediation:
      'Nothing, unless it lasts: reading goes on by itself. Then check the network between inbound-reply and the server.',
    disposition: 'retry',
    status: 503,
  },
  'mailbox.credentials_rejected': {
    title: 'The mail server refused the user or the password',
    remediation: 'Type the password again, or use an app password; many servers want one for IMAP.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.dns_failed': {
    title: 'The name of the mail server cannot be resolved',
    remediation: 'Correct the host name, or the DNS of the machine that runs inbound-reply.',
    disposition: 'retry',
    status: 422,
  },
  'mailbox.host_refused': {
    title: 'The address of the mail server is not one that may be connected to',
    remediation: 'Name the mail server itself; link-local and metadata addresses are never mail servers.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.login_unavailable': {
    title: 'The mail server cannot take the login now',
    remediation: 'Wait: it is tried again. If it lasts, lower the number of other clients of the account.',
    disposition: 'retry',
    status: 503,
  },
  'mailbox.mail_not_given': {
    title: 'The mail server does not give one mail of this mailbox',
    remediation:
      'Open the mail in the mailbox, or have the server repaired; then replay it from GET /v1/inbound-mails?outcome=unreadable. All other mail is read.',
    disposition: 'park',
    status: 503,
  },
  'mailbox.no_inbox': {
    title: 'The account has no INBOX that can be opened',
    remediation: 'Check that the account has a mailbox and that its user may read it.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.not_graph': {
    title: 'What answers in the place of Microsoft Graph does not speak as it does',
    remediation: 'Check the proxy of inbound-reply: something in between answers for Microsoft.',
    disposition: 'retry',
    status: 502,
  },
  'mailbox.not_imap': {
    title: 'What answers on that port does not speak IMAP',
    remediation: 'Correct the port: 993 for implicit TLS, 143 otherwise.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.not_marked': {
    title: 'The application may read this mailbox, and may mark nothing in it as read',
    remediation:
      'Add the application permission Mail.ReadWrite in the app registration, have an Azure admin grant consent, or widen the access policy. Until then answers are read and posted all the same, and stay unread in the mailbox.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.password_missing': {
    title: 'There is no password for the reply mailbox',
    remediation: 'Type the password; it was dropped because host, port, user or encryption changed.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.read_by_others': {
    title: 'Somebody else marks the mail of this mailbox as read',
    remediation:
      'Let nobody and nothing else open this mailbox; with Microsoft set its property "Mark as Read" to "Don\'t automatically mark items as read". Then replay the mails with the outcome skipped.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.starttls_missing': {
    title: 'The mail server does not offer STARTTLS',
    remediation: "Use implicit TLS (port 993), or ask the server's operator to offer STARTTLS.",
    disposition: 'park',
    status: 422,
  },
  'mailbox.throttled': {
    title: 'Microsoft limits how often the mailbox is read',
    remediation: 'Nothing, unless it lasts: then see what else reads the mailbox or uses the same application.',
    disposition: 'retry',
    status: 503,
  },
  'mailbox.timeout': {
    title: 'The mail server did not answer in time',
    remediation: 'Check host, port and firewall; a port that wants TLS stays silent when none is used.',
    disposition: 'retry',
    status: 503,
  },
  'mailbox.tls_failed': {
    title: 'The TLS handshake with the mail server failed',
    remediation: 'Check the port and the encryption, and that the certificate is valid for the host name.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.tls_unexpected': {
    title: 'The IMAP server speaks plain text where TLS was expected',
    remediation: 'Choose starttls-required (port 143 mostly), or port 993 for implicit-tls.',
    disposition: 'park',
    status: 422,
  },
  'mailbox.unreachable': {
    title: 'The mail server cannot be reached',
    remediation: 'Check host and port, and that a firewall lets inbound-reply through.',
    disposition: 'retry',
    status: 503,
  },
  'policy.actor_not_allowed': {
    title: 'The publisher may not ask for mail in the name of a person',
    remediation:
      'Have a Server Admin give it mayActForUsers with PUT /v1/publishers/{name} of config, or leave out the actorId; then ask for it again.',
    disposition: 'discard',
    status: 403,
  },
  'policy.kind_not_allowed': {
    title: 'The publisher may not ask for this kind of notification',
    remediation:
      'Have a Server Admin add the kind to its kinds with PUT /v1/publishers/{name} of config; then ask for it again. Some kinds are of conversation alone.',
    disposition: 'discard',
    status: 403,
  },
  'policy.lane_not_allowed': {
    title: 'The publisher may not ask in this lane',
    remediation:
      'Have a Server Admin add the lane to its lanes with PUT /v1/publishers/{name} of config, or ask in another one.',
    disposition: 'discard',
    status: 403,
  },
  'policy.no_profile_for_user': {
    title:
      'This person is unable to send automated alert emails: there is no own profile and no shared one for his groups',
    remediation:
      'Set up an own sending profile under /v1/me/sending-profile, or have a Server Admin allow a group of this person in a shared one.',
    disposition: 'discard',
    status: 422,
  },
  'policy.no_sending_profile': {
    title: 'There is no sending profile for this mail',
    remediation: 'Have a Server Admin set and test the system sending profile, then ask for the notification again.',
    disposition: 'park',
    status: 422,
  },
  'policy.profile_deleted': {
    title: 'The sending profile that this mail was to leave through has been deleted',
    remediation:
      'A mail keeps the way that was chosen for it: set up the own profile again, and it leaves. Where it was a shared one, cancel the notification and ask for it again, and another one is chosen.',
    disposition: 'park',
    status: 422,
  },
  'policy.publisher_not_allowed': {
    title: 'Nobody has said what this publisher may ask for',
    remediation:
      'Have a Server Admin register it with PUT /v1/publishers/{name} of config, with its kinds and lanes; then ask for it again.',
    disposition: 'discard',
    status: 403,
  },
  'policy.recipient_not_allowed': {
    title: 'The policy of the sending profile lets no mail go to this address',
    remediation:
      'Write to an address that the allowed recipients of the profile match, or have a Server Admin add a rule.',
    disposition: 'discard',
    status: 422,
  },
  'policy.replies_not_allowed': {
    title: 'The publisher may not ask for mail that can be answered',
    remediation:
      'Have a Server Admin give it mayAskForReplies with PUT /v1/publishers/{name} of config, or leave out the replyTo; then ask for it again.',
    disposition: 'discard',
    status: 403,
  },
  'provider.address_not_allowed': {
    title: 'The mail server has an address that is never connected to',
    remediation: 'Use a host name whose address is not link-local, unspecified or a metadata address.',
    disposition: 'park',
    status: 422,
  },
  'provider.app_refused': {
    title: 'Microsoft refuses tenant, client or secret',
    remediation:
      'Microsoft OAuth2 settings Tenant ID, Client ID or Client Secret are invalid. Compare them with the app registration in the Azure portal, and make a new secret if it has expired.',
    disposition: 'park',
    status: 422,
  },
  'provider.authentication_required': {
    title: 'The mail server wants us to log in first',
    remediation: 'Set user and password of a dedicated account in the profile, then test it.',
    disposition: 'park',
    status: 422,
  },
  'provider.authentication_unavailable': {
    title: 'The mail server offers no way to log in',
    remediation: 'Check port and encryption: servers often offer a login on 587 or 465 only, and only under TLS.',
    disposition: 'park',
    status: 422,
  },
  'provider.certificate_expired': {
    title: 'The certificate of the mail server has expired or is not valid yet',
    remediation: 'Have whoever runs the server renew its certificate, and check the clock of this machine.',
    disposition: 'park',
    status: 422,
  },
  'provider.certificate_rejected': {
    title: 'The authority behind the certificate of the mail server is not known here',
    remediation:
      'Upload the certificate of its authority under /v1/certificates, or have the server send its whole chain.',
    disposition: 'park',
    status: 422,
  },
  'provider.certificate_self_signed': {
    title: 'The certificate of the mail server is signed by itself',
    remediation:
      'Upload this very certificate under /v1/certificates if you know it to be right, or have the server get one from an authority.',
    disposition: 'park',
    status: 422,
  },
  'provider.certificate_wrong_host': {
    title: 'The certificate of the mail server belongs to another host name',
    remediation:
      'Use the host name that the certificate is made for, or have the server get one for the name that is set.',
    disposition: 'park',
    status: 422,
  },
  'provider.connections_in_use': {
    title: 'All connections to the mail server that there may be are in use',
    remediation: 'Nothing, unless it lasts: raise the connections of the profile if the server allows more.',
    disposition: 'retry',
    status: 503,
  },
  'provider.credentials_rejected': {
    title: 'The mail server refused user or password',
    remediation:
      'Type the password of the profile again and test it; the account may also be locked or need an app password.',
    disposition: 'park',
    status: 422,
  },
  'provider.dns_failed': {
    title: 'The name of the mail server cannot be resolved',
    remediation: 'Check the spelling of the host and the DNS server of this machine.',
    disposition: 'retry',
    status: 502,
  },
  'provider.domain_takes_no_mail': {
    title: 'The domain of the recipient says that it takes no mail',
    remediation: 'Correct the address: the domain has a null MX record (RFC 7505).',
    disposition: 'discard',
    status: 422,
  },
  'provider.domain_unknown': {
    title: 'The domain of the recipient does not exist',
    remediation: 'Correct the address, or the name servers of this machine if the domain is one of your own.',
    disposition: 'discard',
    status: 422,
  },
  'provider.encryption_required': {
    title: 'The mail server wants an encrypted connection',
    remediation: 'Set the encryption of the profile to STARTTLS, or to implicit TLS on port 465.',
    disposition: 'park',
    status: 422,
  },
  'provider.exchanger_unreachable': {
    title: 'The built-in server cannot reach the mail servers of the domain',
    remediation:
      'The built-in server is outbound-mail itself: look whether it is up. Then check that its machine may connect to port 25 of other machines, which many providers and firewalls block; have it opened, or send everything through a relay.',
    disposition: 'retry',
    status: 503,
  },
  'provider.incoming_refused': {
    title: 'The server that must be read from first refuses the login',
    remediation:
      'Check login and password of the incoming server, its host, port and protocol: it has to be read from before mail can be sent.',
    disposition: 'park',
    status: 422,
  },
  'provider.login_disabled': {
    title: 'The mail server has logging in like this switched off',
    remediation:
      'Have SMTP AUTH allowed for the mailbox in Microsoft 365 and link its account, or send through Microsoft Graph: no password is to blame.',
    disposition: 'park',
    status: 422,
  },
  'provider.mailbox_unknown': {
    title: 'Microsoft knows no mailbox of this address',
    remediation:
      'Invalid email account credentials are passed: check that the Email Address is a valid user of the tenant and has a mailbox, and that Tenant ID and Client ID belong to it.',
    disposition: 'park',
    status: 422,
  },
  'provider.message_refused': {
    title: 'The mail server refused the content of the message',
    remediation: 'Read the reply code of the attempt; content filters of the server decide this.',
    disposition: 'discard',
    status: 422,
  },
  'provider.message_too_large': {
    title: 'The message is larger than the mail server accepts',
    remediation: 'Raise the size limit of the server, or send less.',
    disposition: 'discard',
    status: 422,
  },
  'provider.not_among_sent': {
    title: 'The mail is not among what its mailbox has sent',
    remediation: 'It was most likely not sent: ask its recipient, or resend the delivery.',
    disposition: 'park',
    status: 502,
  },
  'provider.password_missing': {
    title: 'The sending profile has a user and no password',
    remediation:
      'Type the password and test; it is dropped when host, port, user or encryption change. For a server that wants no login, leave out the user.',
    disposition: 'park',
    status: 422,
  },
  'provider.permission_missing': {
    title: 'The application lacks a permission in Microsoft 365',
    remediation:
      'Add the application permissions in the app registration (Mail.Send to send; Mail.Read, Mail.ReadBasic, Mail.ReadBasic.All and Mail.ReadWrite to read replies) and have an Azure admin grant consent. An access policy may also exclude the mailbox.',
    disposition: 'park',
    status: 422,
  },
  'provider.protocol_error': {
    title: 'The mail server answered something that is not SMTP',
    remediation: 'Check that host and port belong to an SMTP server.',
    disposition: 'retry',
    status: 502,
  },
  'provider.rate_limited': {
    title: 'The profile has sent as much as it may',
    remediation:
      'Nothing: it goes on by itself. Raise the messages a minute or a day of the profile if that is too slow.',
    disposition: 'retry',
    status: 503,
  },
  'provider.recipient_refused': {
    title: 'The mail server refuses this recipient',
    remediation: 'Correct the address; if it is right, what the server said tells why.',
    disposition: 'discard',
    status: 422,
  },
  'provider.relay_denied': {
    title: 'The mail server does not send to other domains for us',
    remediation: 'Log in with an account that may send, or allow this machine to relay.',
    disposition: 'park',
    status: 422,
  },
  'provider.send_as_denied': {
    title:
      'Permission to send email on behalf of another user is not granted to the email account in the From Address field',
    remediation:
      'Grant Send As or Send on Behalf in Exchange to the account in the Email Address field, or leave the From Address empty.',
    disposition: 'park',
    status: 422,
  },
  'provider.sender_refused': {
    title: 'The mail server refuses our From address',
    remediation:
      'Use a From address that exists and that the account may send as; where the server misses SPF or DKIM, publish them for its domain.',
    disposition: 'park',
    status: 422,
  },
  'provider.sent_folder_missing': {
    title: 'The mailbox has no folder for what was sent',
    remediation:
      'Nothing, or look for the mail in the log of the mail server. Whether it was sent cannot be seen here.',
    disposition: 'park',
    status: 502,
  },
  'provider.service_refused': {
    title: 'The mail server runs and does not serve us',
    remediation:
      'Read what it said, and ask who runs it: it may block the address of this machine, or serve nobody on this port.',
    disposition: 'retry',
    status: 502,
  },
  'provider.throttled': {
    title: 'The mail server limits how much we send',
    remediation: 'Nothing, unless it lasts: raise the limit of the account or send less.',
    disposition: 'retry',
    status: 503,
  },
  'provider.timeout': {
    title: 'The mail server did not answer in time',
    remediation:
      'Before the connection stands, check host, port and firewalls; after that, ask who runs the server why it is slow, or raise the timeout.',
    disposition: 'retry',
    status: 504,
  },
  'provider.tls_expected': {
    title: 'The mail server expects TLS from the first byte',
    remediation:
      'Set the encryption of the profile to implicit TLS (usual on port 465), or use port 587 with STARTTLS.',
    disposition: 'park',
    status: 422,
  },
  'provider.tls_failed': {
    title: 'The TLS handshake with the mail server failed',
    remediation: 'Check that the server supports TLS 1.2 or newer and that encryption and port fit each other.',
    disposition: 'park',
    status: 422,
  },
  'provider.tls_not_offered': {
    title: 'The mail server does not offer STARTTLS',
    remediation:
      'Use the port where the server offers STARTTLS (587), implicit TLS (465), or choose no encryption on purpose.',
    disposition: 'park',
    status: 422,
  },
  'provider.tls_unexpected': {
    title: 'The mail server speaks plain text where TLS was expected',
    remediation: 'Set the encryption of the profile to STARTTLS (usual on port 587), or use port 465.',
    disposition: 'park',
    status: 422,
  },
  'provider.try_later': {
    title: 'The mail server asks us to try later',
    remediation: 'Nothing, unless it lasts: read the reply code of the attempt and ask who runs the server.',
    disposition: 'retry',
    status: 503,
  },
  'provider.unavailable': {
    title: 'The mail server cannot be reached',
    remediation: 'Check that it runs and that host and port are right.',
    disposition: 'retry',
    status: 502,
  },
  'provider.unknown_outcome': {
    title: 'The mail server may or may not have taken the message',
    remediation:
      'Nothing while the delivery is deferred (an alarm, which is sent again by itself) or Replyline still looks itself; else look for the Message-ID in the log of the server, and resend if it is not there.',
    disposition: 'park',
    status: 502,
  },
  'publisher.needed': {
    title: 'Replyline needs this publisher itself',
    remediation: 'Leave conversation in the list: mentions, assignments and answers to replies are asked for by it.',
    disposition: 'discard',
    status: 409,
  },
  'recipient.nobody': {
    title: 'Nobody has this role, is in this group or subscribes to this topic',
    remediation:
      'Check how the role, group or topic is written, and who has it in config; then ask for the notification again.',
    disposition: 'discard',
    status: 422,
  },
  'recipient.suppressed': {
    title: 'Mail to this address came back, or was called unwanted there, so this is not sent to it',
    remediation:
      'GET /v1/suppressions?address= says why. After a complaint leave it so. Else correct the address, or have its mailbox put right and lift the suppression with DELETE /v1/suppressions/{id}; then ask for the notification again.',
    disposition: 'discard',
    status: 422,
  },
  'recipient.unknown': {
    title: 'There is no such user in the directory',
    remediation: 'Check that the user exists in the config service; then ask for the notification again.',
    disposition: 'discard',
    status: 422,
  },
  'recipient.unsubscribed': {
    title: 'The recipient wants no more mail about this',
    remediation:
      'Nothing: it is his choice. He can undo it with the link in an earlier mail, or an admin for him with DELETE /v1/unsubscriptions/{id}.',
    disposition: 'discard',
    status: 422,
  },
  'request.audience_too_large': {
    title: 'The mail is too long for so many recipients',
    remediation:
      'Ask for it in several requests with fewer recipients each, or shorten the text and link to the rest of it.',
    disposition: 'discard',
    status: 422,
  },
  'request.conflict': {
    title: 'The request conflicts with what is stored',
    remediation: 'Read the current state, then decide whether the request is still wanted.',
    disposition: 'discard',
    status: 409,
  },
  'request.idempotency_key_reused': {
    title: 'The Idempotency-Key was used for another request',
    remediation:
      'Choose a new key for each request; repeat a request with the same key only when its body is the same.',
    disposition: 'discard',
    status: 422,
  },
  'request.in_progress': {
    title: 'The same request is being answered right now',
    remediation: 'Wait a moment and repeat the request with the same Idempotency-Key.',
    disposition: 'retry',
    status: 409,
  },
  'request.invalid': {
    title: 'The request does not match its schema',
    remediation: 'Correct the paths that are named; /openapi.json has the schema.',
    disposition: 'discard',
    status: 400,
  },
  'request.never_due': {
    title: 'The notification would expire before it may be sent',
    remediation:
      'Let the expirytime of the event be later than its notBefore, or leave one of them out; then ask for it again.',
    disposition: 'discard',
    status: 422,
  },
  'request.not_found': {
    title: 'There is no such thing',
    remediation: 'Check the identifier, and that the caller may see it.',
    disposition: 'discard',
    status: 404,
  },
  'request.precondition_failed': {
    title: 'Somebody else changed it in the meantime',
    remediation: 'Read it again, apply the change to what is there now, and send its ETag in If-Match.',
    disposition: 'discard',
    status: 412,
  },
  'request.precondition_required': {
    title: 'The change does not say which revision it is based on',
    remediation: 'Read it first and send its ETag in If-Match.',
    disposition: 'discard',
    status: 428,
  },
  'request.too_large': {
    title: 'The request body is too large',
    remediation: 'Send less than 1 MB.',
    disposition: 'discard',
    status: 413,
  },
  'scanner.unavailable': {
    title: 'The virus scanner does not answer',
    remediation:
      'Start clamd where CLAMD says it is, or mend CLAMD; mail with files waits meanwhile and is read after that.',
    disposition: 'retry',
    status: 503,
  },
  'seal.not_ours': {
    title: 'A secret cannot be opened here',
    remediation: 'Give the service the key ring that sealed it, or type the secret again in the config service.',
    disposition: 'park',
    status: 500,
  },
  'sender.in_use': {
    title: 'An alternative sender is assigned to users',
    remediation: 'Assign another alternative sender to those users, or none, then take it off the list.',
    disposition: 'discard',
    status: 409,
  },
  'sender.not_listed': {
    title: 'This is no alternative sender',
    remediation: 'Add the address to the alternative senders first, or choose one that is listed.',
    disposition: 'discard',
    status: 422,
  },
  'service.cannot_listen': {
    title: 'The service cannot listen where it is told to',
    remediation:
      'Choose another PORT where somebody else has it, or one above 1023; HOST is an address of this machine, 0.0.0.0 for all of them.',
    disposition: 'retry',
    status: 503,
  },
  'service.database_missing': {
    title: 'PostgreSQL has no such database',
    remediation:
      'Correct the name of the database in DATABASE_URL, or make the database: deploy/postgres/10-databases.sh makes all four.',
    disposition: 'retry',
    status: 503,
  },
  'service.login_refused': {
    title: 'NATS or PostgreSQL answers and refuses the login of the service',
    remediation:
      'Correct user and password in the variable that is named (NATS_URL or DATABASE_URL, percent-encoded as in any URL), or give the server the same.',
    disposition: 'retry',
    status: 503,
  },
  'service.no_room': {
    title: 'NATS has no room for what is kept there',
    remediation:
      'Give JetStream 24 GB and 1 GB for each publisher: max_file_store of the broker (deploy/nats.conf), and limits of the account where it has any. Then restart the broker.',
    disposition: 'retry',
    status: 503,
  },
  'service.unavailable': {
    title: 'A part that this needs does not answer',
    remediation: 'Check that the other service, NATS and PostgreSQL run, then try again.',
    disposition: 'retry',
    status: 503,
  },
  'settings.caller_has_no_address': {
    title: 'The caller has no mail address',
    remediation:
      'Add yourself to the users of the config service, with the id of your token, or save with require=validate.',
    disposition: 'discard',
    status: 404,
  },
  'settings.no_incoming_login': {
    title: 'There is no login of a reply mailbox to use',
    remediation:
      'Save an IMAP reply mailbox with its password first, disabled if need be, or choose another authentication.',
    disposition: 'discard',
    status: 422,
  },
  'settings.not_here_yet': {
    title: 'What config has decided has not arrived here yet',
    remediation: 'Nothing: it is tried again in a moment.',
    disposition: 'retry',
    status: 503,
  },
  'settings.recipient_not_allowed': {
    title: 'The profile sends no mail to this address',
    remediation:
      'Choose an address that the allowed recipients of the profile match, or leave the recipient out to get it yourself.',
    disposition: 'discard',
    status: 422,
  },
  'settings.secret_required': {
    title: 'The stored password belongs to other settings',
    remediation: 'Type it again: a stored password is kept only for the same host, port, user and protection.',
    disposition: 'discard',
    status: 422,
  },
  'settings.sending_first': {
    title: 'Replies need sending to work first',
    remediation: 'Test and save the system sending profile, then enable replies.',
    disposition: 'discard',
    status: 409,
  },
  'settings.test_failed': {
    title: 'The settings do not work',
    remediation: 'Read the step that failed, correct the settings and test again. Nothing was saved.',
    disposition: 'discard',
    status: 422,
  },
});

export type ErrorCode = keyof typeof ERRORS;

/** Whether a code is one of ours. Another service may be newer, and a row older: both name codes that are not here. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);
