import DeedCore
import DeedSearch
import Testing

@Suite("The folders above a paper")
struct FolderTests {
    @Test("what it lay in finds it, after those that say the word themselves, and the snippet is the paper's own text")
    func finds() throws {
        let archive = try Archive()
        try archive.put("扫描0001", ["第一页 无关内容"], folders: ["来件", "上海样例机电", "保修卡.zip"])
        try archive.put("合同", ["上海样例机电有限公司 采购合同"], folders: ["来件", "合同"])
        #expect(try archive.ranked("样例机电") == ["合同", "扫描0001"])
        #expect(try archive.names("保修卡") == ["扫描0001"])
        let hit = try #require(try archive.hit("保修卡"))
        #expect(hit.folders == "来件; 上海样例机电; 保修卡.zip" && !hit.snippet.contains("<mark>"))
        #expect(hit.snippet.contains("第一页") && hit.pages.isEmpty)
        let other = try archive.index.find("样例机电").hits.first
        #expect(other?.folders == nil && other?.snippet.contains("<mark>") == true)
        #expect(try archive.names("来件 采购") == ["合同"])
    }

    @Test("a field of its own, in both languages; other fields do not look there")
    func field() throws {
        let archive = try Archive()
        try archive.put("扫描0001", ["无关"], folders: ["上海样例机电"])
        try archive.put("合同", ["上海样例机电"])
        for query in ["文件夹:样例机电", "folder:样例机电", "path:\"样例机电\"", "目录:机电", "路径：上海样例机电"] {
            #expect(try archive.names(query) == ["扫描0001"], "\(query)")
        }
        #expect(try archive.names("标题:样例机电") == [] && archive.names("客户:样例机电") == [])
        #expect(try archive.names("-文件夹:样例机电") == ["合同"])
        #expect(try archive.names("文件夹:来机") == [])
    }

    @Test("a change of the folders is a change, and no phrase goes from one folder into the next")
    func changes() throws {
        let archive = try Archive()
        try archive.put("扫描", ["无关"], folders: ["上海", "样例"])
        #expect(try archive.names("上海样例") == [] && archive.names("上海") == ["扫描"])
        try archive.put("扫描", [], folders: ["苏州"])
        #expect(try archive.names("上海") == [] && archive.names("苏州") == ["扫描"])
        #expect(try archive.index.isSound())
    }

    @Test("a phone is found by its last four to eight digits in a text, and marked; the year of the same digits too")
    func phoneTails() throws {
        let archive = try Archive()
        try archive.put("甲", ["联系人王工 13800002001"])
        try archive.put("乙", ["联系人李工 138 0000 2001 转 8"])
        try archive.put("丙", ["签于 2001 年"])
        try archive.put("丁", ["金额 55552001.00 元"])
        #expect(try archive.names("2001") == ["丙", "乙", "甲"])
        #expect(try archive.names("02001") == ["乙", "甲"] && archive.names("00002001") == ["乙", "甲"])
        #expect(try archive.names("\"02001\"") == [] && archive.names("800002001") == [])
        #expect(try archive.index.find("02001").hits.allSatisfy { $0.snippet.contains("<mark>") })
    }
}
