namespace LoadGen.Inference;

/// <content>The words, in alphabetical order.</content>
public static partial class WordList
{
    private static ReadOnlySpan<byte> Words =>
        "ability able about above accept access account ace acid act acting action actions active actor acts actual "u8 +
        "adapt adapter add added adding address adds adjust admin ads adult adv advance after again against age agency "u8 +
        "agenda agent agents ages ago agree ahead aid aim air airport alarm album ale alert align alive all allow "u8 +
        "allowed allows almost alone along alpha already also alter alto always among amount and angle animal animals "u8 +
        "annual another answer answers anti any app appear append apply appoint arc arch are area areas aria arm arms "u8 +
        "around array arrival art article artist artists arts aside ask asking aspect assert asset assets assign assist "u8 +
        "attach attempt audio author authors auto aver average avoid await award aware away awesome axis baby back "u8 +
        "backup bad bag bags balance ban band bank banks bar bare bars base based basic basis basket bat batch battery "u8 +
        "battle bay bean bear bearing beat because bed been before beg begin being belief below bench best bet beta "u8 +
        "better between bias bid big bike bill binary bind binding bird birth bit bits blank blend blind block blocks "u8 +
        "blog blogs blue board boards boat body bold bond bone bonus book booking books boost boot border born borrow "u8 +
        "boss both bottom bound bout bow box boxes brain branch brand brands bread break bridge brief bright bring "u8 +
        "broken broker brown browser brush budget buff buffer bug build builder built bull bundle burn bus busy but "u8 +
        "button buttons buy buyer byte bytes cab cache cake cal call called calling calls came camera camp can cancel "u8 +
        "cannot canvas cap capital capture car carbon card cards care career cargo carry cars cart case cases cash cast "u8 +
        "cat catalog catch caught cause cell cells cent center central chain chair change changed changes channel "u8 +
        "chapter charge charged charges chart chat cheap check checked checks chief child chip choice choices choose "u8 +
        "chosen chunk circle cities city civil claim claimed claims class classes classic clean clear click client "u8 +
        "clients clip clock close closed closing cloud club clubs cluster coach coal code codes coding coffee coin cold "u8 +
        "collect college colon color colors column columns combat combine come comes comfort coming command comment "u8 +
        "commit common compact company compare complex compute concept concert conduct confirm connect cons console "u8 +
        "consult contact contain content contest context control convert cook cookie cookies cool copies copy cord core "u8 +
        "corner correct cost could count counter country county coupon course courses court cover covered covers craft "u8 +
        "cream create created creates credit crew cross crow cry culture cup current cursor curve custom cut cycle dad "u8 +
        "daily damage dance danger dark data date dates dating day days deal dealer debug decimal deck default define "u8 +
        "defined degree degrees delay delete deleted deliver delta demo den density dent depart depend depends deploy "u8 +
        "deposit depth derived design desired desk desktop destroy detail details detect develop device devices dialog "u8 +
        "dice did diet dig digit digital dire direct disable dish disk display doctor does dog dogs doing domain done "u8 +
        "door doors dot double down draft drag draw drawing dream dress drink drive driver drivers drop dry due during "u8 +
        "dynamic each ear early earn earned earth ease east easy eat echo edge edges edit editing edition editor effect "u8 +
        "effects egg eight either elect element else email emails emit empty enable enabled end ended ending ends energy "u8 +
        "engine ensure enter entered entity entries entry episode equal equip era err error errors escape essay estate "u8 +
        "even event events ever every exact example excel except exist exists exit expand expect expert export exports "u8 +
        "express extend extends extent extra extract eye eyes fabric face faces fact factor factory facts faculty fail "u8 +
        "failed failure fair faith fake fall falls false family fan fans far fare farm fast father fault favor feature "u8 +
        "fed fee feed feel fell felt fetch few fiction field fields figure file files fill filled film films filter "u8 +
        "filters final finally finance find finding fine finger finish fire firm first fish fit fitness fits five fix "u8 +
        "fixed fixture flag flags flash flat flex flight float floor flow flower flowers fluid fly focus focused folder "u8 +
        "follow font food foods foot for force forced forces fore foreign forest forget form format formed former forms "u8 +
        "formula fort forth forum forward found four frag frame frames free fresh friend friends from front fruit fuel "u8 +
        "full fully fun fund future gain gallery game games gap gas gate gear gem gen gender gene general generic genre "u8 +
        "get gets getting gift give given glass glob global goal going gold gone good goods got grab grad grade grand "u8 +
        "grant graph graphic grass great greater green grid gross ground group groups grow grown growth guard guess "u8 +
        "guest guide habit had hair half hall hand handle handler handles hands hang happy hard has hash hat have haven "u8 +
        "having head header headers heading heads health healthy hear heard heart heat heavy height held help helper her "u8 +
        "here hero hidden hide high higher highest him hint hire his history hits hold holder holding holds hole holiday "u8 +
        "home homes hook hop hope horse host hot hotel hour hours house houses housing how however human hyper ice icon "u8 +
        "idea ideal ideas ignore ignored image images import inch include income ind index infer info inform initial ink "u8 +
        "inline inner input inputs insert inside install instant instead integer intent inter intern into invalid invest "u8 +
        "invite iron issue issued issues item items its jack jam jest jet job jobs join joined joining joint journal joy "u8 +
        "judge jug jump just justice justify keep keeping kernel key keys keyword kick kid kids kind king kit know known "u8 +
        "lab label labels lake land lands large last late later latest launch law laws lay layer layers layout lead "u8 +
        "leader leaders leading leaf league lean learn least leave led left leg legal legend legs length less lesson let "u8 +
        "lets letter letters level levels library license lid lie lies life lift light lights like liked likely likes "u8 +
        "limit limited limits line linear lines link linked links lip list listed listen listing lists liter little live "u8 +
        "living load loaded loading loan local located lock log logged logger logging logic login logo long look looking "u8 +
        "looks loop lose loss lost lot lots love low lower lowest luck machine made magic mail main major make makes "u8 +
        "making manage managed manager manual many map mapping maps margin mark marked marker market markets marks mask "u8 +
        "mass master match matches math matrix matter max maximum may maybe meal mean meaning means measure media "u8 +
        "medical medium meet meeting member members memory mental mention menu mere merge mesh mess message met metal "u8 +
        "meter method methods mid middle might mile mill million mind mine minimal minimum minor minute minutes mirror "u8 +
        "miss missing mission mix mixed mobile mock modal mode model models modern modify module modules mom moment "u8 +
        "money monitor month monthly months more most mostly mother motion motor mount mouse mouth move moves movie "u8 +
        "movies moving much multi music must name named names nation native natural nature near neck need needed needs "u8 +
        "nest net network neutral never new news next nice nick night nine node nodes noise non none nor norm normal "u8 +
        "north not note notes nothing notice noticed notify now null number numbers nut object objects off offer offers "u8 +
        "office offset often oil okay old older once one ones online only onto open opened opening opens operate option "u8 +
        "options orange order ordered orders organ organic orient origin other others ought our out outer output outside "u8 +
        "over overall overs own owned owner owners pace pack package packed packet pad padding page pages paid pain "u8 +
        "paint pair pairs pan panel paper papers pare parent parents park parse parser part partial partner parts party "u8 +
        "pass passed past pat patch path paths patient pattern pay payload payment peace peak peer pen pending pent "u8 +
        "people per percent perfect perform perhaps period permit person persons pet pets phase phone phones photo "u8 +
        "photos phrase pick picked picture pie piece pieces pill pin pink pipe pit pitch pixel pizza place placed places "u8 +
        "plain plan plane planet plans plant plants plate play played player players playing plays please plot plug "u8 +
        "plugin plus pod point pointer points pole policy poll pool pop popular port portal portion pose post posted "u8 +
        "poster posting posts pour power powers predict prefer prefix premium prepare present press pretty prevent "u8 +
        "preview price prices pricing primary prime primer print printed prior privacy private problem process prod "u8 +
        "produce product profile profit program project promise prompt proof prop proper props protect protein prove "u8 +
        "provide proxy public publish pull pure purpose push put puts quality quarter query quest queue quick quiet quit "u8 +
        "quite quote quotes radio radius rail rain raise raised random range rank rapid rate rated rates rather rating "u8 +
        "ratings ratio raw ray reach react read reader reading ready real really rear reason receive recent recipe "u8 +
        "recipes record records recover red reduce refer reflect refresh refund region regions regular reject related "u8 +
        "release remain remark remote remove removed rend render rent repair repeat replace reply report reports request "u8 +
        "require reserve reset resolve respect respond rest restore result results resume retain return returns reverse "u8 +
        "review reviews reward rice rich ride right rights ring rip rise risk river road robot rock rod role roles roll "u8 +
        "roof room rooms root rose rough round rounded route router routes routine row rows rub rule rules run running "u8 +
        "runs rust sad safe said salary sale sales salt same sample samples sand sat save saved saving say scale scan "u8 +
        "scene scheme school schools science scope score scores screen screens script scroll sea search season seat "u8 +
        "second seconds secret section sector secure see seed seeing seek seen segment select self sell seller selling "u8 +
        "send sender sending sense sensor sent serial series serve server servers service session set sets setting setup "u8 +
        "seven shadow shall shape share shared shares sharing sharp she sheet shell shift ship shirt shop shops short "u8 +
        "should show shown shows side sign signal signed silver similar simple since sing single sink site sites six "u8 +
        "size sizes skill skills skip sky sleep slide slot slots slow small smart smooth snap snow social socket soft "u8 +
        "sold sole solid solve some someone son song songs soon sorry sort sorted sound sounds source sources south "u8 +
        "space spaces span spark speaker special species speech speed spent spin split sport sports spot spots spread "u8 +
        "spring square stable stack staff stage stand stands star stars start started starts state states static station "u8 +
        "stats status stay steel stem step steps stick still stock stocks stone stood stop storage store stored stores "u8 +
        "stories storm story stream street stress stretch strict strike string strings stroke strong stud student studio "u8 +
        "study stuff style styled styles subject submit success such suggest suite summary summer sun super support sure "u8 +
        "surf surface survey swap sweet switch symbol system systems tab table tables tablet tag tags tail take taken "u8 +
        "takes taking talk tank tap target targets task tasks tax tea teacher team teams tel tell tent term terms test "u8 +
        "tested testing tests text texture than thank thanks that the their them theme themes then therapy there these "u8 +
        "they thin thing things think third this those though thought thread three through throw throws thus ticket "u8 +
        "tickets tie tight tile time timer times tin tiny tip tips title titles today toggle token tokens tom tone too "u8 +
        "tool tools top topic topics torch total touch tour tout town trace track tracks trade traffic trail train "u8 +
        "trained trait travel tree trees trial trigger trim trip truck true trust trusted truth try trying tube turn "u8 +
        "turned tweet two type types unable under uniform union unique unit units unknown unless unlock until update "u8 +
        "updated updates upgrade upload upon upper urban usage use used user users uses using usual usually utility "u8 +
        "valid valor value values variant vary vector vehicle venue verb verify version vertex very via vice video "u8 +
        "videos view views virtual visible vision visit visited visual voice void volt volume vote votes wait waiting "u8 +
        "wake walk walking wall wallet walls want wanted warm warn warning was wash watch water wave way ways weak "u8 +
        "wealth wear weather web website week weekly weeks weight welcome well went were west what wheel when where "u8 +
        "whether which while who whole whose why wide widget width wild will win wind window windows winner wins winter "u8 +
        "wire wish with within without won wood word words work worked worker workers working works world worth would "u8 +
        "wrap wrapper write writer writers writes writing written wrong yard yards year years yellow yes yet yield you "u8 +
        "young your zero zone zoom"u8;
}
