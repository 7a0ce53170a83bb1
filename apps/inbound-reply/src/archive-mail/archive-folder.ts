/** A folder of a week, as the database knows it. */
export interface ArchiveFolder {
  readonly id: string;
  readonly week: string;
  readonly path: string;
  /** False where somebody else made it: then it is never removed. */
  readonly isOurs: boolean;
}

export interface FolderRow {
  readonly id: string;
  readonly week: string;
  readonly path: string;
  readonly is_ours: boolean;
}

/** The columns of a `FolderRow`. */
export const FOLDER = 'archive_folder.id, week, path, is_ours';
export const toFolder = ({ id, week, path, is_ours }: FolderRow): ArchiveFolder => ({
  id,
  week,
  path,
  isOurs: is_ours,
});
