/** UTF-16 code units: a longer text takes longer than some frames. */
export const maxTextLength = 200_000;
/** In one document. */
export const maxNextEdits = 200;
