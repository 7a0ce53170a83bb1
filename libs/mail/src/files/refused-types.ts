import { extensionOf } from './file-name.js';

/** What a double click runs, by what it is. */
const TYPES: ReadonlySet<string> = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/java-vm',
  'application/wasm',
  'application/vnd.android.dex',
  'application/x-ms-shortcut',
  'application/vnd.ms-htmlhelp',
  'application/vnd.ms-cab-compressed',
  'application/x-iso9660-image',
  'text/x-shellscript',
]);

/** And by what a system takes its name for: programs, scripts, shortcuts, settings, and images of disks that hold them. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'ade adp apk app appinstaller appx appxbundle bash bat cab chm cmd com command cpl desktop diagcab dll dmg ex_ exe ' +
    'gadget hta img inf ins iso isp jar jnlp js jse library-ms lnk mde msc msi msix msixbundle msp mst nsh pif pkg ps1 ' +
    'ps1xml ps2 psc1 psm1 py pyc pyw reg scf scr sct search-ms settingcontent-ms sh shb shs sys url vb vbe vbs vhd vhdx ' +
    'vxd website ws wsc wsf wsh xbap xll'
  ).split(' '),
);

/** Whether a file is one that nobody should be handed by mail. `mediaType` is what it is, not what it is said to be. */
export const isRefusedType = (mediaType: string, filename: string): boolean =>
  TYPES.has(mediaType) || EXTENSIONS.has(extensionOf(filename));
