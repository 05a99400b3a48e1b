/**
 * Members of each language's standard types. Where the type of what stands before the dot is not known, a name of these
 * is taken for theirs, though the repository may have a member of the same name.
 */
export function isStandardMember(languageId: string, name: string): boolean {
  return namesOf[languageId]?.has(name) ?? false;
}

/** Whether a name that stands before a dot, and that nothing declares, is the language's own: `process`, `System`. */
export function isStandardReceiver(languageId: string, name: string): boolean {
  if (/script/.test(languageId)) return Object.hasOwn(globalThis, name);
  return /^(?:java|kotlin)$/.test(languageId) && /^[A-Z]/.test(name);
}

/** Asked of the runtime itself. */
const scriptNames = new Set(
  [
    Object,
    Function,
    Array,
    String,
    Number,
    Boolean,
    Symbol,
    BigInt,
    RegExp,
    Date,
    Promise,
    Error,
    Map,
    Set,
    WeakMap,
    WeakSet,
    JSON,
    Math,
    Reflect,
    Proxy,
    Uint8Array,
    ArrayBuffer,
    DataView,
    Buffer,
    URL,
    URLSearchParams,
    AbortController,
    AbortSignal,
    EventTarget,
    Event,
    TextEncoder,
    TextDecoder,
    Headers,
    Response,
    Request,
    ReadableStream,
    console,
  ]
    .flatMap((type) => [type, (type as { readonly prototype?: unknown }).prototype])
    .flatMap((object) => (object === undefined || object === null ? [] : Object.getOwnPropertyNames(object)))
    .concat(
      'on once off emit pipe write end destroy headers statusCode body url method params query next done value not resolves rejects'.split(
        ' ',
      ),
    ),
);

const pythonNames = words(`
append extend insert remove pop clear index count sort reverse copy keys values items get update setdefault popitem add
discard union difference intersection issubset issuperset join split rsplit splitlines strip lstrip rstrip replace find
rfind startswith endswith lower upper title capitalize casefold swapcase center ljust rjust zfill format format_map encode
decode isalnum isalpha isdigit isdecimal isnumeric isidentifier isspace islower isupper istitle partition rpartition
expandtabs translate maketrans hex bit_length to_bytes from_bytes real imag conjugate read readline readlines write
writelines close closed flush seek tell truncate fileno isatty name mode encoding errors newlines buffer match search
fullmatch findall finditer sub subn group groups groupdict start end span pattern flags string args with_traceback
send throw cancel result set_result done run call wait communicate kill terminate poll returncode stdout stderr stdin pid
path exists is_file is_dir resolve parent parents stem suffix suffixes parts mkdir rmdir unlink touch iterdir glob rglob
read_text write_text read_bytes write_bytes open stat relative_to with_suffix with_name as_posix expanduser absolute
isoformat strftime strptime total_seconds timestamp now today year month day hour minute second put task_done acquire
release locked set is_set notify submit shutdown map filter warning info debug error exception critical log getLogger
add_argument parse_args environ platform version argv exit modules
`);
const goNames = words(`
Error String Len Less Swap Close Read Write Seek Header WriteHeader Next Bytes Reset Add Done Wait Lock Unlock RLock
RUnlock Get Set Del Values Format Unix Now Sub Name Type Kind Elem Field Index Interface Int Float Bool Method URL Path
Body Host Request Response Value Err Deadline Printf Println Print Fatal Fatalf Errorf Run Log Helper Scan Text Marshal
Unmarshal Encode Decode Unwrap Is As Load Store Status StatusCode Code Flush Hijack Push Parse Execute Context Cookie
Proto TLS Form PostForm Open Stat Size Mode IsDir ReadFrom WriteTo WriteString ReadByte WriteByte Addr Dial Listen Serve
Equal Contains Kind NumField Tag Params
`);
const rustNames = words(`
new default clone to_string to_owned into from try_from try_into as_ref as_mut borrow borrow_mut deref unwrap unwrap_or
unwrap_or_else unwrap_or_default expect is_some is_none is_ok is_err ok err map map_err map_or map_or_else and and_then
or or_else filter flatten take replace get get_mut get_or_insert_with insert remove entry contains contains_key keys values
iter iter_mut into_iter next peek collect fold sum product count max min max_by min_by any all find position enumerate zip
rev skip skip_while take_while step_by chain cycle chunks windows split split_at split_once splitn rsplit lines bytes chars
char_indices trim trim_start trim_end starts_with ends_with strip_prefix strip_suffix to_lowercase to_uppercase parse push
push_str pop extend append clear len is_empty capacity reserve truncate resize drain retain sort sort_by sort_by_key dedup
first last concat join repeat as_str as_bytes as_slice as_ptr to_vec into_boxed_str into_inner lock read write flush
read_to_string read_to_end seek send recv spawn poll poll_next poll_ready wake as_path to_path_buf display exists is_file
is_dir file_name extension parent components metadata path args arg env status output stdout stderr stdin fmt eq ne cmp
partial_cmp hash hasher finish drop start end index abs pow min max wrapping_add checked_add saturating_sub checked_sub
swap fill copy_from_slice duration elapsed as_secs name kind source call call_once await boxed body headers uri method
extensions uri status version data inner value error message header headers_mut uri_mut extensions_mut status_mut method_mut body_mut into_parts from_parts get_ref insert_str find_map filter_map flat_map for_each by_ref
`);
const javaNames = words(`
equals hashCode toString getClass length size isEmpty contains containsKey containsValue get put add addAll set remove
removeAll clear iterator hasNext next keySet values entrySet getKey getValue setValue putAll getOrDefault putIfAbsent
computeIfAbsent compute merge forEach stream map filter collect reduce findFirst orElse orElseThrow ifPresent isPresent of
ofNullable charAt substring indexOf lastIndexOf startsWith endsWith trim toLowerCase toUpperCase split replace replaceAll
matches concat format valueOf parseInt intValue longValue doubleValue floatValue compareTo compare append insert reverse
setLength deleteCharAt sort toArray asList copyOf read write close flush skip available mark reset getName getType getMessage
getCause printStackTrace name ordinal run call apply accept test lock unlock wait notify start join interrupt clone first
last push pop peek poll offer invoke newInstance getDeclaredFields getDeclaredConstructor getModifiers isInstance cast
getReturnType getParameterTypes getGenericType host port path scheme url body isAssignableFrom isInterface isArray
`);
const kotlinNames = new Set([
  ...javaNames,
  ...words(`
let also apply run with takeIf takeUnless first firstOrNull last lastOrNull any all none count sum sumOf max min maxOf minOf
map mapNotNull flatMap filter filterNot filterNotNull fold reduce forEach forEachIndexed zip associate associateBy groupBy
joinToString toList toMutableList toSet toMap toTypedArray toInt toLong toDouble toString toByte toShort toChar indices
lastIndex size length isEmpty isNotEmpty isNullOrEmpty isBlank trim lines plus minus contains until downTo step and or xor
shl shr ushr inv use message cause key value synchronized javaClass java name ordinal copyInto copyOfRange copyOf fill
getOrNull getOrPut removeAt removeFirst removeLast addFirst addLast asList sorted sortedBy reversed drop dropLast take
substringBefore substringAfter startsWith endsWith lowercase uppercase code digitToInt compareTo rangeTo iterator
`),
]);
const cppNames = words(`
size empty begin end cbegin cend rbegin rend front back push_back pop_back push_front pop_front emplace emplace_back insert
erase clear resize reserve capacity data at find count first second str c_str length substr append compare assign swap get
reset release lock unlock lower_bound upper_bound top push pop wait notify_one notify_all load store exchange good eof fail
read write seekg tellg what name key value
`);

const namesOf: Readonly<Record<string, ReadonlySet<string>>> = {
  typescript: scriptNames,
  typescriptreact: scriptNames,
  javascript: scriptNames,
  python: pythonNames,
  go: goNames,
  rust: rustNames,
  java: javaNames,
  kotlin: kotlinNames,
  cpp: cppNames,
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
