/**
 * Types of the parts that mail really has, as the RFCs and the large programs name them. Anybody may write another one,
 * and his name into it.
 */
const SUBTYPES: Readonly<Record<string, string>> = {
  text: 'plain html enriched richtext rtf csv xml calendar markdown css vcard directory rfc822-headers tab-separated-values',
  image: 'png jpeg jpg pjpeg gif webp avif heic heif tiff bmp svg+xml x-png x-icon vnd.microsoft.icon',
  audio: 'mpeg mp3 mp4 aac ogg opus wav x-wav flac amr 3gpp webm',
  video: 'mp4 mpeg quicktime webm ogg 3gpp x-msvideo x-ms-wmv',
  message: `rfc822 global partial external-body delivery-status disposition-notification feedback-report tracking-status
    global-headers global-delivery-status global-disposition-notification`,
  multipart: 'mixed alternative related report signed encrypted digest parallel form-data appledouble',
  application: `octet-stream pdf zip x-zip-compressed gzip json xml xhtml+xml rtf ics postscript msword ms-tnef vnd.ms-tnef
    pkcs7-mime pkcs7-signature x-pkcs7-mime x-pkcs7-signature pgp-encrypted pgp-signature pgp-keys applefile mac-binhex40
    x-microsoft-rpmsg-message vnd.ms-outlook vnd.rar
    vnd.ms-excel vnd.ms-excel.sheet.macroenabled.12 vnd.ms-excel.sheet.binary.macroenabled.12
    vnd.ms-powerpoint vnd.ms-powerpoint.presentation.macroenabled.12 vnd.ms-word.document.macroenabled.12
    vnd.openxmlformats-officedocument.wordprocessingml.document vnd.openxmlformats-officedocument.wordprocessingml.template
    vnd.openxmlformats-officedocument.spreadsheetml.sheet vnd.openxmlformats-officedocument.spreadsheetml.template
    vnd.openxmlformats-officedocument.presentationml.presentation vnd.openxmlformats-officedocument.presentationml.slideshow
    vnd.oasis.opendocument.text vnd.oasis.opendocument.spreadsheet vnd.oasis.opendocument.presentation
    vnd.oasis.opendocument.graphics`,
};

const EVERYBODYS = new Set(
  Object.entries(SUBTYPES).flatMap(([type, subtypes]) => subtypes.split(/\s+/).map((subtype) => `${type}/${subtype}`)),
);

export const isEverybodysType = (mediaType: string): boolean => EVERYBODYS.has(mediaType.toLowerCase());
