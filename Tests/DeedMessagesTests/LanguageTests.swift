import DeedMessages
import Testing

@Suite("The language of a call")
struct LanguageTests {
    @Test(
        "Tags and names of locales",
        arguments: [
            ("en", Language.english), ("en-GB", .english), ("EN_us.UTF-8", .english), ("zh", .chinese), ("zh-Hans", .chinese),
            ("zh_CN.GB18030", .chinese), ("zh-Hans-CN", .chinese), ("zh_TW.UTF-8", .chinese), ("zh@pinyin", .chinese),
        ])
    func tags(tag: String, language: Language) { #expect(Language(tag: tag) == language) }

    @Test("Other languages and the locales that name none", arguments: ["fr", "C", "POSIX", "", "zhuang", "english"])
    func otherTags(tag: String) { #expect(Language(tag: tag) == nil) }

    @Test("DEEDBOX_LANG, then LC_ALL, then LC_MESSAGES, then LANG, then English")
    func order() {
        #expect(Language.preferred(in: [:]) == .english)
        #expect(Language.preferred(in: ["LANG": "zh_CN.UTF-8"]) == .chinese)
        #expect(Language.preferred(in: ["LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"]) == .english)
        #expect(Language.preferred(in: ["LANG": "en_US.UTF-8", "LC_MESSAGES": "en_US", "LC_ALL": "zh_CN.UTF-8"]) == .chinese)
        #expect(Language.preferred(in: ["LC_ALL": "C", "LANG": "zh_CN.UTF-8"]) == .english)
        #expect(Language.preferred(in: ["LC_ALL": "", "LANG": "zh_CN.UTF-8"]) == .chinese)
        #expect(Language.preferred(in: ["DEEDBOX_LANG": "zh-Hans", "LC_ALL": "en_US.UTF-8"]) == .chinese)
    }

    @Test("A --lang among the arguments is seen before they are parsed, but not behind --")
    func arguments() {
        let english = ["LANG": "en_US.UTF-8"]
        #expect(Language.detected(arguments: ["list", "--lang", "zh-Hans"], environment: english) == .chinese)
        #expect(Language.detected(arguments: ["list", "--lang=zh"], environment: english) == .chinese)
        #expect(Language.detected(arguments: ["find", "--", "--lang", "zh"], environment: english) == .english)
        #expect(Language.detected(arguments: ["--lang"], environment: english) == .english)
    }
}
