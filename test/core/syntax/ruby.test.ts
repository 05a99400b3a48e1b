import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of Ruby', () => {
  it('has modules, classes, constants and methods; what is behind `private` is for the class', async () => {
    const text = `
module Shop
  VERSION = '1.0'
  class Store < Base
    LIMIT = 3
    def initialize(items, limit = LIMIT, *rest, name:, **options, &block)
      @items = items
      local = 1
    end
    def self.open(path) new(path) end
    def <=>(other)
      size <=> other.size
    end
    def empty? = @items.empty?
    def name=(value)
      @name = value
    end
    alias size count
    class << self
      def build(*) = new(*)
    end
    private
    def trim(by)
      by
    end
  end
  class Error < StandardError
    private def detail
      1
    end
  end
end
class Shop::Other
end
`;
    assert.deepEqual(await symbolsOf('ruby', text), [
      '+ module Shop | module Shop',
      "+ constant Shop.VERSION | VERSION = '1.0'",
      '+ class Shop.Store | class Store < Base',
      '+ constant Store.LIMIT | LIMIT = 3',
      '+ method Store.initialize | def initialize(items, limit = LIMIT, *rest, name:, **options, &block)',
      '+ method Store.open | def self.open(path)',
      '+ method Store.<=> | def <=>(other)',
      '+ method Store.empty? | def empty?',
      '+ method Store.name | def name=(value)',
      '+ method Store.size | alias size count',
      '+ method Store.build | def build(*)',
      '- method Store.trim | def trim(by)',
      '+ class Shop.Error | class Error < StandardError',
      '- method Error.detail | def detail',
      '+ class Shop.Other | class Shop::Other end',
    ]);
  });

  it('has what calls define', async () => {
    const text = `
class Article
  attr_accessor :title, :body
  attr_reader 'note'
  has_many :comments, dependent: :destroy
  scope :recent, -> { order(:created_at) }
  alias_method :size, :count
  define_method(:shout) { |text| text }
  delegate :name, :email, to: :author
end
Point = Struct.new(:x, :y) do
  def length
    x + y
  end
end
$verbose = false
def top(level)
  level
end
`;
    assert.deepEqual(await symbolsOf('ruby', text), [
      '+ class Article | class Article',
      '+ field Article.title | attr_accessor :title',
      '+ field Article.body | attr_accessor :body',
      "+ field Article.note | attr_reader 'note'",
      '+ method Article.comments | has_many :comments, dependent: :destroy',
      '+ method Article.recent | scope :recent, -> { order(:created_at) }',
      '+ method Article.size | alias_method :size, :count',
      '+ method Article.shout | define_method(:shout) { |text| text }',
      '+ field Article.name | delegate :name',
      '+ field Article.email | delegate :email',
      '+ class Point | Point = Struct.new(:x, :y) do',
      '+ method Point.length | def length',
      '+ variable $verbose | $verbose = false',
      '+ function top | def top(level)',
    ]);
  });

  it('has what is required, and no `require` among the references', async () => {
    const text = `require 'json'\nrequire_relative "lib/store"\nautoload :Shop, 'shop'\nrequire name\nload 'x.rb'\nJSON.parse(text)\n`;
    assert.deepEqual(await importsOf('ruby', text), ['json (*)', 'lib/store (*)', 'shop (*)', 'x.rb (*)']);
    const names = (await factsOf('ruby', text)).references.map(({ name }) => name);
    assert.deepEqual(names, ['require', 'name', 'JSON', 'parse', 'text']);
  });
});
