import DeedCore
import Testing

/// Of a scan the folder is often all that is known.
@Suite("Folders: found, filtered, shown")
struct FolderCommandTests {
    private func papers() throws -> TestVault {
        let vault = try TestVault()
        try vault.dir.create("来件/上海样例机电/保修卡/扫描1.txt", "无关内容 一")
        try vault.dir.create("来件/上海样例机电/扫描2.txt", "无关内容 二")
        try vault.dir.create("来件/苏州/扫描3.txt", "上海样例机电的来信")
        try vault.dir.create("包/ABC Ltd/年度.txt", "无关内容 四")
        try vault.dir.shell("cd 包 && python3 -m zipfile -c ../来件/归档2026.zip 'ABC Ltd'").expect()
        _ = try vault.deedbox("import", "来件").expect()
        return vault
    }

    private func titles(_ json: JSON) -> Set<String> { Set((json["documents"] ?? json["hits"])?.texts("title") ?? []) }

    @Test("The folder's name finds its papers, and so does an archive's; the text's own word comes first")
    func find() throws {
        let vault = try papers()
        #expect(try titles(vault.json("find", "样例机电")) == ["扫描1", "扫描2", "扫描3"])
        #expect(try vault.json("find", "样例机电")["hits"]?.texts("title").first == "扫描3")
        #expect(try titles(vault.json("find", "保修卡")) == ["扫描1"])
        #expect(try titles(vault.json("find", "归档2026")) == ["年度"])
        #expect(try titles(vault.json("find", "文件夹:样例机电")) == ["扫描1", "扫描2"])
        #expect(try vault.chinese("find", "保修卡").contains("所在文件夹"))
    }

    @Test("--folder narrows a search and a list by a part of the path, in any writing")
    func filter() throws {
        let vault = try papers()
        #expect(try titles(vault.json("list", "--folder", "样例机电")) == ["扫描1", "扫描2"])
        #expect(try titles(vault.json("list", "--folder", "上海樣例機電/保修卡")) == ["扫描1"])
        #expect(try titles(vault.json("list", "--folder", "abc ltd")) == ["年度"])
        #expect(try titles(vault.json("list", "--folder", "归档2026.zip")) == ["年度"])
        #expect(try titles(vault.json("list", "--folder", "扫描1")) == [] && titles(vault.json("list", "--folder", "/")) == [])
        #expect(try titles(vault.json("find", "无关内容", "--folder", "样例机电")) == ["扫描1", "扫描2"])
        #expect(try titles(vault.json("find", "无关内容", "--folder", "没有")) == [])
    }

    @Test("A second place of the same paper adds its folders; what was withdrawn takes its own away")
    func secondPlace() throws {
        let vault = try papers()
        try vault.dir.create("另/无锡分公司/副本.txt", "无关内容 二")
        let run = try vault.json("import", "另")["run"]?.string ?? ""
        #expect(try titles(vault.json("find", "无锡分公司")) == ["扫描2"])
        _ = try vault.deedbox("import", "withdraw", run).expect()
        _ = try vault.deedbox("text").expect()
        #expect(try titles(vault.json("find", "无锡分公司")) == [])
        #expect(try titles(vault.json("list", "--folder", "无锡")) == [])
        try vault.expectClean()
    }
}
